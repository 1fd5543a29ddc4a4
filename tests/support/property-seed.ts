import fc from 'fast-check'

/**
 * Property tests draw the same cases in every run, so that a change fails for what it changed and for nothing else.
 * `PROPERTY_SEED=random` looks for cases nobody has met yet, `PROPERTY_SEED=N` draws those of a former failure again.
 */
const wanted = process.env.PROPERTY_SEED

if (wanted !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted ?? 20_260_503) })
