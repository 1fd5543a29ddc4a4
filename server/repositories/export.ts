import type { Pool } from 'pg'
export type CopySource = Pool
