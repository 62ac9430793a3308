import { config } from 'zod';

// The pages' policy forbids code made at run time, which zod would try once and be reported for. It tries when the
// first schema is made, so this is imported before everything else.
config({ jitless: true });
