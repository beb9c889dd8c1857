import fc from 'fast-check';

/** Property tests try the same cases in each run, so that a change is what makes one fail; other cases by PROPERTY_SEED. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });
