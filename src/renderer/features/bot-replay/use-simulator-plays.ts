import { useEffect, useState } from 'react';
import type { SimulatorPlays } from '../../../shared/contract/bot-replay-contract.ts';
import type { ConsoleClient } from '../../../shared/contract/contract.ts';

/** What the simulator plays now; undefined until the host has said so. */
export function useSimulatorPlays(client: ConsoleClient): SimulatorPlays | undefined {
  const [plays, setPlays] = useState<SimulatorPlays>();
  useEffect(() => client.simulatorPlays({}, { item: setPlays }), [client]);
  return plays;
}

/** In a few words; empty for the usual answers. */
export function playsWords(plays: SimulatorPlays | undefined): string {
  if (plays?.recording) return `recording of ${plays.recording.connectorId || plays.recording.sessionId}`;
  return plays?.scenario ? `simulator, ${plays.scenario}` : '';
}
