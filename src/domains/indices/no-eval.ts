/** Pages forbid code made from text: the library of schemas is told so before the first is made. */
import { z } from 'zod';

z.config({ jitless: true });
