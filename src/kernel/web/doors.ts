/** The doors of `contract/evidence.ts` that the pages use, as `METHOD path`: the contract itself would bring its schemas along. */
import type * as evidence from '#kernel/contract/evidence.ts';
import type { Endpoint } from '#kernel/contract/endpoint.ts';

type Doors = typeof evidence;

/** Names of the endpoints in the contract. */
export type DoorName = { [K in keyof Doors]: Doors[K] extends Endpoint ? K : never }[keyof Doors];
export type Door<N extends DoorName> = Doors[N];

/** Held equal to the contract by a test. */
export const doors = {
  readHome: 'GET /api/home',
  listFigures: 'GET /api/figures',
  readFigure: 'GET /api/figures/:figure',
  listFigureRows: 'GET /api/figures/:figure/rows',
  exportFigureRows: 'GET /api/figures/:figure/rows.csv',
  readTrend: 'GET /api/figures/:figure/trend',
  compareFigure: 'GET /api/figures/:figure/changes',
  listRegisters: 'GET /api/registers',
  listRecords: 'GET /api/registers/:register/records',
  exportRecords: 'GET /api/registers/:register/records.csv',
  readRecord: 'GET /api/registers/:register/records/:code',
  searchRecords: 'GET /api/search',
  readSession: 'GET /api/session',
  openSession: 'POST /api/session',
  closeSession: 'DELETE /api/session',
  importRecords: 'POST /api/registers/:register/import',
  addRecord: 'POST /api/registers/:register/records',
  correctRecord: 'PATCH /api/registers/:register/records/:code',
  withdrawRecord: 'DELETE /api/registers/:register/records/:code',
  listAudit: 'GET /api/audit',
} as const satisfies Partial<Record<DoorName, `${Endpoint['method']} /${string}`>>;

export type OpenDoor = keyof typeof doors;

/** A door of a slice: where it is, and (for the types alone) the endpoint that describes it. */
export interface DoorOf<E extends Endpoint> {
  readonly at: `${Endpoint['method']} /${string}`;
  readonly described?: E;
}

type EndpointsOf<C> = { [K in keyof C as C[K] extends Endpoint ? K : never]: C[K] };

/**
 * Doors of a slice's contract by name. The contract comes as a type (`import type * as contract`), so that its
 * schemas stay out of the page; a test holds the places equal to it.
 */
export const doorsOf =
  <C>() =>
  <N extends keyof EndpointsOf<C>>(
    places: Record<N, `${Endpoint['method']} /${string}`>,
  ): { [K in N]: EndpointsOf<C>[K] extends Endpoint ? DoorOf<EndpointsOf<C>[K]> : never } =>
    Object.fromEntries(Object.entries<string>(places).map(([name, at]) => [name, { at }])) as never;
