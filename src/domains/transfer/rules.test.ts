import { expect, test } from 'vitest';
import { netFaults } from './rules.ts';

test.each([
  ['100.00', '10', '90.00', 0],
  ['100.00', '10', '90.01', 1],
  ['100.00', '0', '100.00', 0],
  ['10', '20', '0', 1],
  [null, '10', '90', 0],
  ['100', null, '90', 0],
])('income %s less %s is %s: %s faults', (gross, costs, amount, faults) =>
  expect(netFaults(gross, costs, amount)).toHaveLength(faults),
);
