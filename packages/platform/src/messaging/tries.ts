/**
 * Tries that outlive the process: written down before a message is tried alone, so that one that ends the process
 * is not read for ever. A batch that goes well writes nothing but, once a process and partition, where it began.
 */
import type pg from 'pg'
import type { Shell } from '../shell.ts'
import type { PlacedMessage } from './delivery.ts'
import type { Trouble } from './parking.ts'

/** After so many a message or a deadline waits for a person. */
export const triesMax = 3

/** What is told of one whose tries were counted and never came back. */
export const processEnded: Pick<Trouble, 'code' | 'says'> = {
  code: 'process-ended',
  says: 'the process ended each time it was tried: look into its log before it is replayed',
}

const placeOf = ({ clusterId, topic, partition, offset }: PlacedMessage) => [
  clusterId,
  topic,
  partition,
  String(offset),
]

/** The number of the try about to be made; null when the inbox says that the message is done. */
export async function countTry(
  shell: Shell,
  consumer: string,
  message: PlacedMessage,
  messageId: string,
): Promise<number | null> {
  const values = [...placeOf(message), consumer, messageId]
  const { rows } = await shell.worker.query<{ tries: number }>({ ...count, values })
  return rows[0]?.tries ?? null
}

/** Tries counted before, by this process or earlier ones. */
export async function triesSoFar(shell: Shell, consumer: string, message: PlacedMessage): Promise<number> {
  const { rows } = await shell.worker.query<{ tries: number }>({
    ...soFar,
    values: [...placeOf(message), consumer],
  })
  return rows[0]?.tries ?? 0
}

/** The world failed, not the message: the try does not count. */
export async function takeTryBack(shell: Shell, consumer: string, message: PlacedMessage): Promise<void> {
  await uncount(shell, { ...takeBack, values: [...placeOf(message), consumer] }, { consumer })
}

/** Where the world that failed includes the database a try stays counted. `of`: whose it was. */
export async function uncount(
  shell: Shell,
  statement: pg.QueryConfig,
  of: { readonly consumer: string } | { readonly process: string },
): Promise<void> {
  try {
    await shell.worker.query(statement)
  } catch (error) {
    shell.log.debug('a try that does not count stays counted', { service: shell.service, ...of, error })
  }
}

/** Notes that a process begins with the batch at `first`; true when an earlier one did and got no further. */
export async function batchBegunBefore(shell: Shell, first: PlacedMessage): Promise<boolean> {
  const { rows } = await shell.worker.query<{ begun: boolean }>({ ...begin, values: placeOf(first) })
  return rows[0]?.begun === true
}

/** These messages of a batch are done. What cannot be forgotten now goes when the next process begins. */
export async function forgetTries(shell: Shell, messages: readonly PlacedMessage[]): Promise<void> {
  const [first, last] = [messages[0], messages.at(-1)]
  if (!first || !last) return
  try {
    await shell.worker.query({ ...forget, values: [...placeOf(first), String(last.offset)] })
  } catch (error) {
    shell.log.debug('tries are not forgotten yet', { service: shell.service, error })
  }
}

const count = {
  name: 'tries-count',
  text: `insert into attempt (cluster_id, topic, partition, "offset", consumer, tries)
         select $1::text, $2::text, $3::integer, $4::bigint, $5::text, 1
         where not exists (select from inbox where consumer = $5::text and message_id = $6::text)
         on conflict (cluster_id, topic, partition, "offset", consumer) do update set tries = attempt.tries + 1
         returning tries`,
}

const soFar = {
  name: 'tries-so-far',
  text: `select tries from attempt
         where cluster_id = $1 and topic = $2 and partition = $3 and "offset" = $4 and consumer = $5`,
}

const takeBack = {
  name: 'tries-take-back',
  text: `with gone as (
           delete from attempt where cluster_id = $1 and topic = $2 and partition = $3 and "offset" = $4
             and consumer = $5 and tries <= 1)
         update attempt set tries = tries - 1 where cluster_id = $1 and topic = $2 and partition = $3 and "offset" = $4
           and consumer = $5 and tries > 1`,
}

/** What lies before `$4` was committed; what another cluster counted has no meaning any more. */
const begin = {
  name: 'tries-begin',
  text: `with overtaken as (
           delete from attempt where topic = $2 and partition = $3 and (cluster_id <> $1 or "offset" < $4))
         insert into attempt (cluster_id, topic, partition, "offset", consumer, tries) values ($1, $2, $3, $4, '', 1)
         on conflict (cluster_id, topic, partition, "offset", consumer) do update set tries = attempt.tries + 1
         returning tries > 1 or exists (
           select from attempt one where one.cluster_id = $1 and one.topic = $2 and one.partition = $3
             and one."offset" >= $4 and one.consumer <> '') as begun`,
}

const forget = {
  name: 'tries-forget',
  text: `delete from attempt
         where cluster_id = $1 and topic = $2 and partition = $3 and "offset" between $4 and $5`,
}
