import { noteRule } from '../note-rule.ts';

export const relayCallerLevel = noteRule(
  {
    id: 'relay-caller-level',
    severity: 'warning',
    title: 'Your server changes how loud the caller is',
    explanation:
      'What came to the model is quieter or louder than what Genesys Cloud sent. A model that hears too little misses words and turns; one that is shouted at hears noise as speech.',
    fix: [
      'Pass the bytes on as they are: µ-law needs no gain.',
      'Where you convert: check the scale, 16-bit samples reach from −32768 to 32767, not −8192 to 8191.',
    ],
    confidence: 'certain',
    source: 'both recordings of the relays, compared',
    rank: 47,
  },
  ({ code, data }) => {
    const turned = { 'relay-audio-quieter': 'down', 'relay-audio-louder': 'up' }[code];
    if (turned === undefined || data?.voice !== 'caller') return false;
    return { title: `Your server turns the caller ${turned} by ${Math.round(Number(data.amount))} dB` };
  },
);
