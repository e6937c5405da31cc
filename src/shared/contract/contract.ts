/**
 * Everything that the page may ask of the host, and all that the host announces. Every carrier carries just this.
 * One file a part of the console; its handlers lie with the part that knows.
 */
import { botReplayContract } from './bot-replay-contract.ts';
import { bundleContract } from './bundle-contract.ts';
import { bytesContract } from './bytes-contract.ts';
import { callsContract } from './calls-contract.ts';
import { checksContract } from './checks-contract.ts';
import { compareContract } from './compare-contract.ts';
import { credentialsContract } from './credentials-contract.ts';
import type { ClientOf, HandlersOf } from './define.ts';
import { deletedContract } from './deleted-contract.ts';
import { desktopContract } from './desktop-contract.ts';
import { findingsContract } from './findings-contract.ts';
import { latencyContract } from './latency-contract.ts';
import { questionsContract } from './questions-contract.ts';
import { recentTargetsContract } from './recent-targets-contract.ts';
import { relayContract } from './relay-contract.ts';
import { replayContract } from './replay-contract.ts';
import { retentionContract } from './retention-contract.ts';
import { savesContract } from './saves-contract.ts';
import { scriptsContract } from './scripts-contract.ts';
import { searchContract } from './search-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import { settingsContract } from './settings-contract.ts';
import { setupContract } from './setup-contract.ts';
import { soundContract } from './sound-contract.ts';
import { statusContract } from './status-contract.ts';

export const contract = {
  ...statusContract,
  ...questionsContract,
  ...botReplayContract,
  ...sessionsContract,
  ...soundContract,
  ...bytesContract,
  ...replayContract,
  ...compareContract,
  ...bundleContract,
  ...savesContract,
  ...deletedContract,
  ...retentionContract,
  ...searchContract,
  ...latencyContract,
  ...findingsContract,
  ...callsContract,
  ...recentTargetsContract,
  ...relayContract,
  ...checksContract,
  ...setupContract,
  ...credentialsContract,
  ...settingsContract,
  ...desktopContract,
  ...scriptsContract,
} as const;

export type ConsoleContract = typeof contract;
export type ConsoleClient = ClientOf<ConsoleContract>;
export type ConsoleHandlers = HandlersOf<ConsoleContract>;
