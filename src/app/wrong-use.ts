/** Wrong use of the command line: words for standard error, exit 2. */
export class WrongUse extends Error {}
