/** The processes of a relay bench: each has its own garbage and its own turn of the scheduler, as in the field. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PEER = join(import.meta.dirname, 'relay-peer.ts');

export type Peer = {
  readonly url: string;
  /** After a collection of garbage, bytes. */
  memory(): Promise<NodeJS.MemoryUsage>;
  end(): Promise<void>;
};

/** @param role `echo`: a server of somebody's. Others: the relay of that wire, to the address that follows */
export async function startPeer(role: 'echo' | 'genesys' | 'model', to = ''): Promise<Peer> {
  const child = fork(PEER, [role, to]);
  const { url } = await told<{ url: string }>(child);
  return {
    url,
    memory: async () => {
      child.send('memory');
      return (await told<{ memory: NodeJS.MemoryUsage }>(child)).memory;
    },
    end: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function told<Message>(child: ChildProcess): Promise<Message> {
  const told = new AbortController();
  const { signal } = told;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`A process of the bench ended with ${code}.`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message as Message;
  } finally {
    ended.catch(() => undefined);
    told.abort();
  }
}

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

/** Opens a call of the Audio Connector. */
export function openMessage(): string {
  const parameters = {
    ...{ organizationId: ID, conversationId: ID, participant: { id: ID, ani: '', aniName: '', dnis: '' } },
    media: [{ type: 'audio', format: 'PCMU', channels: ['external'], rate: 8000 }],
  };
  return JSON.stringify({ version: '2', type: 'open', id: ID, seq: 1, serverseq: 0, position: 'PT0S', parameters });
}
