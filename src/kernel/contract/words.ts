/** One sentence or label in both languages of the house; Chinese is the original. */
export interface Words {
  zh: string;
  en: string;
}

export type Language = keyof Words;

export const words = (zh: string, en: string): Words => ({ zh, en });
