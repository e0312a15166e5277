/** A data set as it travels to a browser, which builds the same index from it. */
import { z } from 'zod';

const Cells = z.array(z.number().nullable());

/** Values stand in the order of the units; null is missing. */
export const PlainDataset = z.object({
  units: z.array(z.string()),
  names: z.array(z.string()),
  indicators: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      direction: z.union([z.literal(1), z.literal(-1)]),
      weight: z.number(),
      parent: z.string().nullable(),
      denominator: z.string().nullable(),
      factor: z.number(),
      target: z.number().nullable(),
      goalposts: z
        .object({ lower: z.number(), upper: z.number(), scale: z.number(), cut: z.boolean() })
        .nullable(),
      values: Cells,
    }),
  ),
  aggregates: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      weight: z.number(),
      parent: z.string().nullable(),
      level: z.int(),
    }),
  ),
  groups: z.record(z.string(), z.array(z.string())),
  denominators: z.record(z.string(), Cells),
});
export type PlainDataset = z.infer<typeof PlainDataset>;
