/** Regions, reporting units, organisations: real where the letter or public codes name them, else 示例. */
import { creditCheckCharacter, identityCheckCharacter } from '#domains/directory/rules.ts';
import { dayNumber, dayText } from './days.ts';
import { padded, upTo, type Province } from './province.ts';
import type { Chance } from './random.ts';

const prefectures = [
  ['220100', '长春市', 'Changchun'],
  ['220200', '吉林市', 'Jilin City'],
  ['220300', '四平市', 'Siping'],
  ['220400', '辽源市', 'Liaoyuan'],
  ['220500', '通化市', 'Tonghua'],
  ['220600', '白山市', 'Baishan'],
  ['220700', '松原市', 'Songyuan'],
  ['220800', '白城市', 'Baicheng'],
  ['222400', '延边朝鲜族自治州', 'Yanbian Korean Autonomous Prefecture'],
] as const;

const cityWeights = [
  ['220100', 58],
  ['220200', 14],
  ['220300', 5],
  ['220400', 3],
  ['220500', 5],
  ['220600', 3],
  ['220700', 4],
  ['220800', 3],
  ['222400', 4],
  ['220581', 1],
] as const;

/** Squares of the ten units on the schematic map, west to east and north to south. */
const squares: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '220800': [1, 1],
  '220700': [2, 1],
  '220100': [3, 2],
  '220200': [4, 2],
  '222400': [5, 2],
  '220300': [2, 3],
  '220400': [3, 3],
  '220581': [4, 3],
  '220500': [4, 4],
  '220600': [5, 4],
};

const squareOf = (region: string): { mapColumn?: number; mapRow?: number } => {
  const square = squares[region];
  return square ? { mapColumn: square[0], mapRow: square[1] } : {};
};

export const department = 'DW-KJT';
export const organisationDepartment = 'DW-ZZB';
export const marketRegulator = 'DW-SJT';
/** Real, from the letter: hosts the Belt and Road laboratory and nothing invented. */
export const jilinUniversity = 'DW-JLU';
/** The invented university of national rank. */
export const nationalUniversity = 'DW-N01';

/** `U220100`. */
export const unitOf = (region: string): string => `U${region}`;
export const allRegions = cityWeights.map(([code]) => code);

/** A credit code whose area (000000) and organisation part (X…) belong to nobody. */
function inventCreditCode(number: number, kind: string): string {
  const body = `${kind}000000XXXX${padded(number, 5)}`;
  return body + creditCheckCharacter(body);
}

/** An identity number of an area that does not exist (000000). */
export function inventIdentity(chance: Chance): string {
  const birthday = dayText(chance.whole(dayNumber('1962-01-01'), dayNumber('2000-12-31'))).replaceAll(
    '-',
    '',
  );
  const body = `000000${birthday}${padded(chance.whole(1, 999), 3)}`;
  return body + identityCheckCharacter(body);
}

export function layDirectory(p: Province, chance: Chance): void {
  p.jurisdiction.add({
    code: '220000',
    name: '吉林省',
    nameEn: 'Jilin Province',
    department: '吉林省科学技术厅',
    departmentEn: 'Department of Science and Technology of Jilin Province',
    answeredOn: '2025-05-27',
    sample: true,
  });
  p.region.add({ code: '220000', name: '吉林省', nameEn: 'Jilin', level: 'province' });
  for (const [code, name, nameEn] of prefectures) {
    p.region.add({ code, name, nameEn, level: 'prefecture', parent: '220000' });
    p.reportingUnit.add({ code: unitOf(code), name, nameEn, kind: 'prefecture', region: code, ...squareOf(code) });
  }
  p.region.add({ code: '220581', name: '梅河口市', nameEn: 'Meihekou', level: 'county', parent: '220500' });
  p.reportingUnit.add({
    code: unitOf('220581'),
    name: '梅河口市',
    nameEn: 'Meihekou',
    kind: 'separate-city',
    region: '220581',
    within: unitOf('220500'),
    ...squareOf('220581'),
  });
  layOrganisations(p, chance);
}

function layOrganisations(p: Province, chance: Chance): void {
  const { organisation } = p;
  organisation.add({
    code: department,
    name: '吉林省科学技术厅',
    kind: 'department',
    creditCode: '11220000013544429K',
    region: '220000',
  });
  organisation.add({
    code: organisationDepartment,
    name: '中共吉林省委组织部',
    kind: 'department',
    region: '220000',
  });
  organisation.add({
    code: marketRegulator,
    name: '吉林省市场监督管理厅',
    kind: 'department',
    region: '220000',
  });
  for (const n of upTo(8)) {
    organisation.add({
      code: `DW-D${padded(n, 2)}`,
      name: `示例部门${padded(n, 2)}`,
      kind: 'department',
      region: '220000',
    });
  }
  organisation.add({ code: jilinUniversity, name: '吉林大学', kind: 'university', region: '220100' });
  organisation.add({ code: nationalUniversity, name: '示例部属大学01', kind: 'university', region: '220100' });
  const city = (): string => chance.weigh(cityWeights);
  for (const n of upTo(16)) {
    organisation.add({
      code: `DW-U${padded(n, 2)}`,
      name: `示例大学${padded(n, 2)}`,
      kind: 'university',
      creditCode: n <= 8 ? inventCreditCode(n, '12') : undefined,
      region: n <= 9 ? '220100' : city(),
    });
  }
  for (const n of upTo(10)) {
    organisation.add({
      code: `DW-I${padded(n, 2)}`,
      name: `示例研究院${padded(n, 2)}`,
      kind: 'institute',
      creditCode: n <= 4 ? inventCreditCode(100 + n, '12') : undefined,
      region: n <= 6 ? '220100' : city(),
    });
  }
  for (const n of upTo(5)) {
    organisation.add({
      code: `DW-H${padded(n, 2)}`,
      name: `示例医院${padded(n, 2)}`,
      kind: 'hospital',
      region: city(),
    });
  }
  for (const n of upTo(46)) {
    organisation.add({
      code: `DW-S${padded(n, 2)}`,
      name: `示例技术转移服务机构${padded(n, 2)}`,
      kind: 'service',
      creditCode: n % 3 === 0 ? inventCreditCode(200 + n, '91') : undefined,
      region: city(),
    });
  }
  for (const n of upTo(240)) {
    organisation.add({
      code: `DW-C${padded(n, 3)}`,
      name: `示例科技有限公司${padded(n, 3)}`,
      kind: 'company',
      creditCode: n % 4 === 0 ? inventCreditCode(1000 + n, '91') : undefined,
      region: city(),
      establishedOn:
        n % 5 === 0 ? dayText(chance.whole(dayNumber('2004-01-01'), dayNumber('2021-12-31'))) : undefined,
      // One company is gone; what it did while it stood stays counted.
      endedOn: n === 237 ? '2025-04-30' : undefined,
    });
  }
}

/** Organisations of one kind, by code. */
export const codesOf = (p: Province, kind: string): string[] =>
  p.organisation.rows
    .filter((row) => row.kind === kind && row.code !== jilinUniversity)
    .map((row) => row.code);
