/** What the actions of this slice need of the house. */
import type { Figures } from '#kernel/figures/registry.ts';
import type { House } from '#kernel/registers/actions.ts';

export interface ReplyHouse {
  house: House;
  figures: Figures;
}
