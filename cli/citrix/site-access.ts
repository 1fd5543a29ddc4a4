/** The way to a site for one command: the token is read, used and forgotten. */

import type { SiteAccess } from '../commands/citrix'
import { CliError, type CliIo } from '../io'
import { readText } from '../read-text'
import { SiteClient, SiteError } from './site-client'

export async function siteClient(access: SiteAccess, io: CliIo): Promise<SiteClient> {
  const { site: origin, customer, instance, tokenFile, gap: gapMs } = access
  const text = tokenFile === '-' ? await io.readStdin() : await readText(io, '--token-file', tokenFile)
  const token = text.trim()
  if (!/^[\x21-\x7e]{8,16384}$/.test(token)) {
    throw new CliError([
      '--token-file: a token is one line of text. Get one from the site, and put it there.',
    ])
  }
  return new SiteClient({ origin, customer, instance, token, gapMs })
}

/** What a person does about it. */
export async function orSiteProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof SiteError) throw new CliError([error.message, MENDS[error.code]])
    throw error
  }
}

const MENDS: Record<SiteError['code'], string> = {
  unauthorised: 'The token is refused or too old. Get a new one and run the same command again.',
  unreachable: 'Run the same command again: what is done already is not done twice.',
  refused: 'Look at what the site says; the account needs the right to manage policies.',
  'not-found':
    'The site does not know this call or object: policy sets need Citrix Cloud, or a Delivery Controller of release 2402 or later.',
  unlike: 'Nothing further was called. Export the policies instead, and tell us what the site answered.',
}
