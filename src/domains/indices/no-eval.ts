/** Pages forbid code made from text: in one, the library of schemas is told so before the first is made. */
import { z } from 'zod';

if ('document' in globalThis) z.config({ jitless: true });
