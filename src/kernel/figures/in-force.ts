import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';

/** Any column of the tables in a query. */
type Column<DB, TB extends keyof DB> = Parameters<ExpressionBuilder<DB, TB>['ref']>[0];

/** Began on or before the day. A date not recorded has not happened. */
export const begun = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  from: Column<DB, TB>,
  asOf: string,
): Expression<SqlBool> => sql<SqlBool>`${eb.ref(from)} <= ${asOf}::date`;

/** Not ended by the day: an end on the day itself is an end. */
export const notEnded = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  until: Column<DB, TB>,
  asOf: string,
): Expression<SqlBool> => sql<SqlBool>`(${eb.ref(until)} is null or ${eb.ref(until)} > ${asOf}::date)`;

/** Not past its last day: the last day itself still counts (民法典 1259). */
export const notExpired = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  lastDay: Column<DB, TB>,
  asOf: string,
): Expression<SqlBool> => sql<SqlBool>`(${eb.ref(lastDay)} is null or ${eb.ref(lastDay)} >= ${asOf}::date)`;

/** Falls in a calendar year. */
export const inYear = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  day: Column<DB, TB>,
  year: number,
): Expression<SqlBool> =>
  sql<SqlBool>`${eb.ref(day)} between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`;
