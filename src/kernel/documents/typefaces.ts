import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FontRole, UsedFont } from './letter-document.ts';
import { readTypefaces } from './typeface.ts';
import type { Typeface } from './typeface.ts';

const ROLES: FontRole[] = ['song', 'fang', 'kai', 'hei', 'title'];

/** Official names first as they are wanted, then those that other makers and systems give the same design. */
export const OFFICIAL: Record<FontRole, [string, ...string[]]> = {
  song: ['宋体', 'SimSun', '新宋体', 'NSimSun', '方正书宋_GBK', '方正书宋简体'],
  fang: ['仿宋_GB2312', 'FangSong_GB2312', '仿宋', 'FangSong', '方正仿宋_GBK', '方正仿宋简体'],
  kai: ['楷体_GB2312', 'KaiTi_GB2312', '楷体', 'KaiTi', '方正楷体_GBK', '方正楷体简体'],
  hei: ['黑体', 'SimHei', '方正黑体_GBK', '方正黑体简体'],
  title: ['方正小标宋简体', 'FZXiaoBiaoSong-B05S', '方正小标宋_GBK', 'FZXiaoBiaoSong-B05'],
};

/** Open designs that come nearest, should a folder have them but no official one. */
const NEAR: Record<FontRole, string[]> = {
  song: ['FandolSong', 'Source Han Serif SC', 'Noto Serif CJK SC'],
  fang: ['FandolFang', 'Zhuque Fangsong (technical preview)', '朱雀仿宋（预览测试版）'],
  kai: ['FandolKai', 'LXGW WenKai', '霞鹜文楷', 'LXGW WenKai GB', '霞鹜文楷 GB'],
  hei: ['FandolHei', 'Source Han Sans SC', 'Noto Sans CJK SC'],
  title: [],
};

/** Other names under which a reader may have a face that can stand in, best first. */
export const ALTERNATIVES: Record<FontRole, string[]> = {
  song: ['SimSun', 'FandolSong', 'Noto Serif CJK SC', 'Noto Serif SC'],
  fang: ['FangSong_GB2312', '仿宋', 'FangSong', 'FandolFang', 'Noto Serif CJK SC', 'Noto Serif SC'],
  kai: ['KaiTi_GB2312', '楷体', 'KaiTi', 'FandolKai', 'LXGW WenKai', 'Noto Serif CJK SC'],
  hei: ['SimHei', 'FandolHei', 'Noto Sans CJK SC', 'Noto Sans SC'],
  title: ['FZXiaoBiaoSong-B05S', '方正小标宋_GBK', '宋体', 'SimSun', 'Noto Serif CJK SC'],
};

export interface Typefaces {
  /** Per role: the face, then those asked for what it lacks. */
  faces: Record<FontRole, Typeface[]>;
  used: UsedFont[];
  files: string[];
}

const require = createRequire(import.meta.url);

/**
 * Faces of a folder where it has the official ones, else open ones that come with the platform: Noto Serif SC
 * for the three serif designs in different weights, Noto Sans for 黑体.
 */
export function chooseTypefaces(folder: string | undefined): Typefaces {
  const own = folder ? readFolder(folder) : [];
  const serif = dirname(require.resolve('@expo-google-fonts/noto-serif-sc/package.json'));
  const sans = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts');
  const regular = readPackaged(join(serif, '400Regular', 'NotoSerifSC_400Regular.ttf'));
  const packaged: Record<FontRole, Typeface> = {
    song: regular,
    fang: regular,
    kai: readPackaged(join(serif, '500Medium', 'NotoSerifSC_500Medium.ttf')),
    hei: readPackaged(join(sans, 'NotoSansHans-Medium.otf')),
    title: readPackaged(join(serif, '700Bold', 'NotoSerifSC_700Bold.ttf')),
  };
  const faces = {} as Record<FontRole, Typeface[]>;
  const used: UsedFont[] = [];
  for (const role of ROLES) {
    const official = findNamed(own, OFFICIAL[role]);
    const face = official ?? findNamed(own, NEAR[role]) ?? packaged[role];
    faces[role] = [...new Set([face, packaged[role], regular])];
    used.push({
      role,
      wanted: OFFICIAL[role][0],
      used: official
        ? (OFFICIAL[role].find((name) => hasName(official, name)) ?? face.family)
        : nameFace(face),
      substituted: !official,
    });
  }
  return {
    faces,
    used,
    files: [...new Set(Object.values(faces).flatMap((list) => list.map(({ file }) => file)))],
  };
}

function nameFace({ family, weight }: Typeface): string {
  const style = { 500: ' Medium', 700: ' Bold' }[weight] ?? '';
  return family.endsWith(style) ? family : `${family}${style}`;
}

function findNamed(faces: Typeface[], names: readonly string[]): Typeface | undefined {
  for (const name of names) {
    const face = faces.find((candidate) => hasName(candidate, name));
    if (face) return face;
  }
  return undefined;
}

function hasName(face: Typeface, name: string): boolean {
  return face.names.some((own) => own.toLowerCase() === name.toLowerCase());
}

function readPackaged(file: string): Typeface {
  const [face] = readTypefaces(file);
  if (!face) throw new Error(`${file} holds no face`);
  return face;
}

/** A folder of the user's: what is no font in it is passed over. */
function readFolder(folder: string): Typeface[] {
  if (!existsSync(folder)) throw new Error(`The folder of fonts ${folder} is not there`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ttf|otf|ttc|otc)$/i.test(name))
    .toSorted()
    .flatMap((name) => readTypefaces(join(folder, name)));
}
