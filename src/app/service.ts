/** All doors of the house on one server, and the portal's files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import { bindCalendarDoors } from '#domains/calendar/index.ts';
import { bindCommitmentDoors } from '#domains/commitments/index.ts';
import { bindNoticeDoors } from '#domains/notices/index.ts';
import { bindRaceDoors } from '#domains/race/index.ts';
import { bindConsultationDoors } from '#domains/consultations/index.ts';
import { bindCheckDoor } from '#domains/replies/check-routes.ts';
import { askedByDeputy, bindReplyDoors, letterPage, readLetter } from '#domains/replies/index.ts';
import { bindStatementDoors } from '#domains/statements/index.ts';
import { bindTransferDoors } from '#domains/transfer/index.ts';
import { anyone } from '#kernel/access/roles.ts';
import { bindAccountDoors, bindPolicyDoor, bindSessionDoors } from '#kernel/access/routes.ts';
import type { Vault } from '#kernel/access/vault.ts';
import { bindAuditDoors } from '#kernel/audit/routes.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Db, Within } from '#kernel/db/open.ts';
import { bindFigureDoors } from '#kernel/figures/routes.ts';
import { openDisk } from '#kernel/files/disk.ts';
import { openFiles, type Files } from '#kernel/files/files.ts';
import { bindFileDoors } from '#kernel/files/routes.ts';
import type { LogTarget } from '#kernel/http/log.ts';
import { tokenOf } from '#kernel/http/cookie.ts';
import { openService, type Service } from '#kernel/http/serve.ts';
import { bindInboxDoors } from '#kernel/inbox/routes.ts';
import { openJobs, type Jobs } from '#kernel/jobs/jobs.ts';
import { bindJobDoors } from '#kernel/jobs/routes.ts';
import { bindListDoors } from '#kernel/registers/list-routes.ts';
import { bindRegisterDoors } from '#kernel/registers/routes.ts';
import { bindRevealDoor } from '#kernel/registers/reveal.ts';
import { bindSheetDoors } from '#kernel/registers/sheet-routes.ts';
import { actAs } from './acting.ts';
import { bindHome, chooseDay, readJurisdiction } from './home.ts';
import { bindManyDoors } from '#kernel/registers/many-routes.ts';
import { figures, house, parseParams, registers } from './house.ts';
import { inboxHouse } from './inbox.ts';
import { jobKinds } from './job-kinds.ts';
import { holdersOf } from './holders.ts';
import { actionWords } from './slices.ts';

const sliceLabels: Record<string, Words> = {
  parameters: { zh: '参数', en: 'Parameters' },
  figures: { zh: '引用', en: 'Citations' },
  directory: { zh: '名录', en: 'Directory' },
  policies: { zh: '政策', en: 'Policies' },
  calendar: { zh: '工作日历', en: 'Calendar' },
  notices: { zh: '公示', en: 'Public notices' },
  commitments: { zh: '承诺', en: 'Commitments' },
  statements: { zh: '证明', en: 'Statements' },
  funds: { zh: '资金', en: 'Funds' },
  services: { zh: '技术服务', en: 'Services' },
  programmes: { zh: '计划与项目', en: 'Programmes' },
  race: { zh: '赛马', en: 'Race' },
  consultations: { zh: '会商', en: 'Consultations' },
  platforms: { zh: '平台', en: 'Platforms' },
  transfer: { zh: '成果转化', en: 'Transfer' },
  protection: { zh: '知识产权保护', en: 'Protection' },
  replies: { zh: '答复', en: 'Replies' },
};

const nameAction = (action: string): Words | null =>
  Object.hasOwn(actionWords, action) ? (actionWords[action] ?? null) : null;

const findFigures = (text: string): { id: string; label: Words }[] =>
  figures.all
    .filter(({ id, label }) =>
      [id, label.zh, label.en].some((name) => name.toLowerCase().includes(text.toLowerCase())),
    )
    .slice(0, 10)
    .map(({ id, label }) => ({ id, label }));

/** Opens the service. `web`: folder of the built portal; without it only the doors are served. */
export async function openDoors(options: {
  db: Db;
  within: Within;
  vault: Vault;
  web?: string;
  /** Folder of stored files. */
  files: string;
  log?: (line: string) => void;
  logging?: LogTarget;
  trustedProxies?: string[] | false;
}): Promise<Service> {
  const service = await openService(options);
  const { files, jobs } = await openWork(service, options);
  bindHome(service);
  bindFigureDoors(service, { figures, registers, parseParams, chooseDay });
  bindRegisterDoors(service, {
    house,
    sliceLabel: (register) => sliceLabels[register.split('.')[0] ?? ''] ?? { zh: register, en: register },
    parseFilters: parseParams,
    chooseDay,
    findFigures,
    isSample: async (db) => (await readJurisdiction(db)).sample,
    nameAction,
  });
  bindListDoors(service, { registers, parseFilters: parseParams });
  bindManyDoors(service, { house, parseFilters: parseParams, holders: holdersOf(service.db) });
  bindSessionDoors(service);
  bindAccountDoors(service);
  bindPolicyDoor(service, registers.ordered);
  bindRevealDoor(service, registers);
  bindAuditDoors(service, registers, nameAction);
  bindCalendarDoors(service);
  bindNoticeDoors(service, house);
  bindCommitmentDoors(service, { house, figures, askers: [askedByDeputy] });
  bindConsultationDoors(service, { house, figures });
  bindStatementDoors(service, { house, figures });
  bindInboxDoors(service, inboxHouse);
  bindFileDoors(service, { files, registers });
  bindSheetDoors(service, { house, files, jobs, parseFilters: parseParams });
  bindRaceDoors(service, house);
  bindTransferDoors(service, house);
  bindReplyDoors(service, { house, figures });
  bindCheckDoor(service, { figures, chooseDay });
  if (options.web !== undefined) await servePortal(service, options.web);
  return service;
}

/** What goes on besides requests: stored files and jobs, until the service closes. */
async function openWork(
  service: Service,
  options: { db: Db; within: Within; vault: Vault; files: string; log?: (line: string) => void },
): Promise<{ files: Files; jobs: Jobs }> {
  const { db, within, vault, log } = options;
  const disk = openDisk(options.files);
  await disk.clear();
  const files = openFiles(db, disk);
  const jobs = await openJobs({
    db,
    kinds: jobKinds({ files }),
    actAs: (account, lentTo) => actAs({ db, within, vault }, account, lentTo),
    onHour: async () => void (await files.sweep()),
    log,
  });
  bindJobDoors(service, jobs);
  service.app.addHook('onClose', () => jobs.stop());
  return { files, jobs };
}

/** Built files carry a hash in their names and may be kept; the page itself is asked for anew. */
async function servePortal(service: Service, folder: string): Promise<void> {
  await service.app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
  });
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  service.app.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (path.startsWith('/api/')) return reply.callNotFound();
    const name = path.slice(1);
    if (/^[\w-]+\.(svg|png|ico|txt|webmanifest|js)$/.test(name) && existsSync(join(folder, name))) {
      return reply.sendFile(name, folder);
    }
    const letter = await headOfLetter(service, path, request);
    return reply
      .status(letter.status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(letter.head ? letter.head(page) : page);
  });
}

/** A public letter's page says in its head what it is; one that is not there is not found, except to a session. */
async function headOfLetter(
  service: Service,
  path: string,
  request: FastifyRequest,
): Promise<{ status: 200 | 404; head?: (page: string) => string }> {
  const [, encoded] = /^\/letters\/([^/]{1,500})$/.exec(path) ?? [];
  if (encoded === undefined) return { status: 200 };
  try {
    const letter = await readLetter(service.db, anyone, figures, decodeURIComponent(encoded));
    return { status: 200, head: (page) => letterPage(page, letter, `${request.protocol}://${request.host}`) };
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof URIError)) throw error;
    return { status: tokenOf(request) === undefined ? 404 : 200 };
  }
}
