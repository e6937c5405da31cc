/**
 * What people see when it does not work, in their words, with what it means and what to check, in order. A text that is
 * pasted is looked up here too: `pattern` finds it. Sources: PROTOCOL section 16, reports of others.
 */

/** What the page can do for a symptom: open a view, and run what is in it. */
export type SymptomAction =
  | 'values'
  | 'test-address'
  | 'waiting'
  | 'tone-call'
  | 'check'
  | 'sessions'
  | 'paste'
  | 'middle';

export type Symptom = {
  readonly id: string;
  readonly title: string;
  /** Other words for it, for the search. */
  readonly also: string;
  /** Finds it in an error text, a log line, or the words of a colleague. */
  readonly pattern: RegExp;
  readonly means: string;
  readonly steps: readonly string[];
  readonly actions: readonly SymptomAction[];
};

export const SYMPTOMS: readonly Symptom[] = [
  {
    id: 'no-resource-error',
    title: 'NoResourceError in Architect',
    also: 'errorType errorMessage Call Audio Connector failure path',
    pattern: /NoResourceError/i,
    means:
      'Genesys Cloud found no server to talk to: the URL that it built leads nowhere, or the integration is not active.',
    steps: [
      'The Connector ID must be a short name, not an address, not the id of the integration.',
      'The integration must be Active; a change of its URI or credentials sets it back.',
      'Preflight of base and Connector ID must be green.',
      'Then set the integration to Inactive and Active, and see whether the probe arrives.',
    ],
    actions: ['test-address', 'waiting'],
  },
  {
    id: 'wscat-connects',
    title: 'wscat connects, Architect does not',
    also: 'websocat Postman test client works curl 101',
    pattern: /\bwscat\b|\bwebsocat\b/i,
    means:
      'A plain WebSocket client proves less than it seems: it sends no Connector ID, no API key, no signature, no open and no audio. Each of these is where a call can still fail.',
    steps: [
      'Paste the wscat command: it is run again beside the real handshake, and the differences are listed.',
      'Test the address with the Connector ID: the first red line says where Architect fails.',
      'Red for the ID alone: the server must take base + ID, not only the base. All green: the integration is not Active, the flow is not published, or a firewall lets only you through.',
    ],
    actions: ['paste', 'test-address', 'waiting'],
  },
  {
    id: 'no-connect',
    title: 'wscat connects, Architect fails, and no $connect shows up',
    also: 'No $connect in the logs of API Gateway AWS Lambda execute-api nothing arrives stage CloudWatch',
    pattern: /\$connect|execute-api/i,
    means:
      'Amazon API Gateway cannot be used here. On its execute-api hosts the path is the stage: wscat calls the stage and connects, Genesys Cloud calls stage + Connector ID, and the gateway refuses it before any $connect. Even a connection that is made ends with code 1003 at the first binary frame, and all audio is binary.',
    steps: [
      'Move the WebSocket server off API Gateway: to a machine, or a container behind an Application Load Balancer, with a domain and certificate of your own.',
      'Enter its address as Base Connection URI, and set the integration to Inactive and Active.',
      'Not on API Gateway? Then the request does not get so far: test the address with the Connector ID.',
    ],
    actions: ['test-address'],
  },
  {
    id: 'caller-hears-nothing',
    title: 'OpenAI answers, the caller hears nothing',
    also: 'bot cannot hear second answer not heard no audio sound silent silence one-way response.output_audio.delta transcript in logs',
    pattern: /hears? nothing|no (?:sound|audio)|one.way audio|silen(?:t|ce)/i,
    means:
      'The sound is lost between the model and the caller. Most often: the base64 of response.output_audio.delta is sent on as text. It must be decoded and sent as binary frames: Buffer.from(delta, "base64"). Or the server sends barge_in on its own account: that empties what Genesys Cloud has not played yet.',
    steps: [
      'If the call is in the list at the left: open it. “Does the caller hear the bot?” under Findings says at which link the sound is lost.',
      'Your own server: check it. Frames must be binary, PCMU (µ-law, 8 kHz) without a header, after opened, at most 5 a second.',
      'To see both sides of a real call: stand in the middle, between Genesys Cloud, your server and the model.',
      'In Architect, set the Connector ID to tone-test: if the caller hears beeps, the way to the caller works, and the bot or its server is at fault.',
    ],
    actions: ['check', 'middle', 'tone-call'],
  },
  {
    id: 'what-is-the-secret',
    title: 'Where do I get the API key and the client secret?',
    also: 'what is the secret who issues credentials OpenAI key sk-',
    pattern: /(?:where|what|which).{0,30}(?:secret|api.?key|credential)/i,
    means:
      'Nobody issues them: you invent both, put them into the integration, and give the same to your server. They are not the OpenAI key, which Genesys Cloud never sees.',
    steps: [
      'This console has made a pair: copy it into API Key and Client Secret of the integration (Admin, Integrations, Audio Connector, Configuration, Credentials).',
      'Give the same pair to your own server, if it is not this console. The client secret is base64: decode it before you verify signatures.',
    ],
    actions: ['values'],
  },
  {
    id: 'what-is-a-connector-id',
    title: 'What is a Connector ID?',
    also: 'Call Audio Connector action which id UUID integration',
    pattern: /connector.?id/i,
    means:
      'A short name that you choose, such as demo-bot. Genesys Cloud appends it to the Base Connection URI, so that one server can tell its bots apart. It is not the id of the integration.',
    steps: [
      'In Architect, in the action Call Audio Connector, type such a name as Connector ID: your server gets it as the end of the path.',
      'This console takes any name; tone-test, echo-test and count-test answer without a model.',
      'See the final URL for a base and an ID before Genesys Cloud opens it.',
    ],
    actions: ['values', 'test-address'],
  },
  {
    id: 'unauthorized',
    title: '401, 403 or disconnect "unauthorized"',
    also: 'signature verification failed HMAC Unexpected server response',
    pattern: /\b40[13]\b|unauthori[sz]ed|signature.{0,20}(?:fail|mismatch|invalid|not match)/i,
    means: 'The server does not accept the API key or the signature.',
    steps: [
      'Key and secret must be the same on both sides; the secret is base64-decoded before the HMAC.',
      'Behind a proxy: Host and path must arrive as they were sent, or the public address must be set.',
      'The components of the signature come in the order of Signature-Input, which differs from the documentation.',
      'A refused call to this console is a session: it says what would have matched.',
    ],
    actions: ['test-address', 'sessions'],
  },
  {
    id: 'integration-inactive',
    title: 'The integration does not become Active',
    also: 'connection probe failed WebSocket connection failed malformed server message close transaction timed out',
    pattern: /probe|WebSocket connection failed|malformed server message|Close transaction timed out|inactive/i,
    means:
      'The connection probe failed: Genesys Cloud called the Base Connection URI, without Connector ID perhaps, and did not like the answers.',
    steps: [
      'Preflight makes the probe and says which step fails.',
      'The base alone has to accept the upgrade as well.',
    ],
    actions: ['test-address', 'waiting'],
  },
  {
    id: 'opened-late',
    title: 'Calls fail about 5 s after they begin',
    also: 'Timed out waiting for opened response 408',
    pattern: /waiting for opened|opened response|\b408\b/i,
    means: 'The server did not answer open within 5 s: something slow stands before opened.',
    steps: ['Answer opened first, and start bot, speech recognition and look-ups after it.'],
    actions: ['test-address', 'check'],
  },
  {
    id: 'rate-limit',
    title: 'Error 429 or AUDIOHOOK-0012',
    also: 'rate limit too many frames 20 ms disconnected after half a second of speech',
    pattern: /\b429\b|AUDIOHOOK-0012|rate.?limit/i,
    means:
      'The server sends too many frames: 5 a second on average and 25 at once are allowed, for text and audio each.',
    steps: ['Send 200 ms (1600 bytes) or more in a frame, instead of 20 ms.'],
    actions: ['check'],
  },
  {
    id: 'sequence',
    title: '"expected sequence 1 but received sequence 2"',
    also: 'AUDIOHOOK-0004 AUDIOHOOK-0009 seq gap validation 400',
    pattern: /expected sequence|AUDIOHOOK-000[49]|seq(?:uence)? (?:gap|number)/i,
    means:
      'The first message of the server was not opened with seq 1, or a number was left out: numbered first and then dropped.',
    steps: ['Give a message its seq when it is written to the socket, by one writer alone.'],
    actions: ['check'],
  },
  {
    id: 'unrecognized-field',
    title: '"Unrecognized field" ends the session',
    also: 'strict parsing codec media AUDIOHOOK-0009',
    pattern: /Unrecognized field/i,
    means:
      'Genesys Cloud reads messages strictly: a field that it does not know, in media for instance, ends the session.',
    steps: ['Return one of the offered media unchanged; put nothing into a message that the protocol does not name.'],
    actions: ['check'],
  },
  {
    id: 'pong',
    title: 'The call drops after 5 to 10 s',
    also: 'Timeout waiting for pong AUDIOHOOK-0006 starvation',
    pattern: /waiting for pong|AUDIOHOOK-0006/i,
    means: 'A ping was not answered in time: the event loop is busy, or the pong waits behind audio.',
    steps: ['Answer ping in the read loop, before anything that is queued.'],
    actions: ['check'],
  },
  {
    id: 'binary-1003',
    title: 'Close code 1003',
    also: 'unsupported data API Gateway binary frame',
    pattern: /\b1003\b/,
    means:
      'Something on the way takes no binary frames: Amazon API Gateway closes with 1003 at the first one, and all caller audio is binary.',
    steps: ['Use another host. There is no setting that changes it.'],
    actions: ['test-address'],
  },
  {
    id: 'certificate',
    title: 'Self-signed, wrong or incomplete certificate',
    also: 'TLS SSL DEPTH_ZERO_SELF_SIGNED_CERT UNABLE_TO_VERIFY_LEAF_SIGNATURE unable to verify the first certificate',
    pattern: /self.signed|UNABLE_TO_(?:VERIFY|GET)|certificate|ERR_TLS|CERT_/i,
    means: 'Genesys Cloud takes only certificates of public CAs, for the very name, with their chain.',
    steps: ['Preflight tells chain, name, version and age apart.'],
    actions: ['test-address'],
  },
  {
    id: 'unreachable',
    title: 'ECONNREFUSED, ENOTFOUND or a time-out',
    also: 'cannot connect network getaddrinfo nothing listens',
    pattern: /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|getaddrinfo|connection refused|timed? ?out/i,
    means: 'Nothing answers at that address: the name, the port, the server or a firewall.',
    steps: ['Preflight says how far a request comes.'],
    actions: ['test-address'],
  },
  {
    id: 'nothing-arrives',
    title: 'Nothing arrives at all',
    also: 'no request no connection logs empty Genesys never calls',
    pattern: /nothing (?:arrives|happens|comes)|no (?:request|connection|call)s? /i,
    means: 'The request is stopped before it reaches the server.',
    steps: ['Watch what arrives while the integration is set to Inactive and Active: that forces a probe.'],
    actions: ['waiting', 'test-address'],
  },
  {
    id: 'bot-cut-off',
    title: 'The last sentence of the bot is cut off',
    also: 'farewell goodbye disconnect too early',
    pattern: /cut.?off|farewell|goodbye/i,
    means: 'disconnect was sent before the caller had heard everything.',
    steps: ['Wait for playback_completed, for some seconds at most, and then send disconnect.'],
    actions: ['check'],
  },
  {
    id: 'bot-interrupts-itself',
    title: 'The bot stops in the middle of its answers',
    also: 'interrupted interrupts itself cut short half sentence barge_in echo noise stops talking',
    pattern: /interrupts? itself|mid(?:dle)?.?(?:of|sentence)|stops? (?:talking|speaking)/i,
    means:
      'Something takes the line for a caller who speaks: the bot’s own voice that comes back, noise, or a server that sends barge_in on its own account.',
    steps: [
      'Open the call in the list at the left. Findings says who cut the answers: the caller, an echo, or the server itself.',
      'Listen to the caller’s line at the place where the answer was cut (it is hatched in the waveform).',
      'An echo: a headset, a higher turn_detection.threshold, or noise_reduction {"type":"far_field"}.',
      'Send barge_in on input_audio_buffer.speech_started and on keys only.',
    ],
    actions: ['check', 'middle'],
  },
  {
    id: 'bot-sounds-wrong',
    title: 'The caller hears noise, or a voice that is too slow, too fast or faint',
    also: 'static hiss crackle clicks garbled distorted loud white noise chipmunk deep robot quiet volume sample rate µ-law ulaw a-law pcm16 24 kHz',
    pattern: /static|hiss|crackl|garbl|distort|chipmunk|robot|(?:loud|white) noise/i,
    means:
      'The bytes are not what Genesys Cloud plays: µ-law, 8 kHz, mono, without a header. PCM16 played as µ-law is loud noise; 24 kHz played at 8 kHz is slow and deep.',
    steps: [
      'Ask the model for it: output format {"type":"audio/pcmu"}, and hand its bytes on as they are.',
      'Open the call: Findings measures the bot’s audio, and says what its bytes are.',
      'Check your server: its checks of audio name the format that came.',
    ],
    actions: ['check'],
  },
  {
    id: 'bot-stutters',
    title: 'The bot’s voice stutters',
    also: 'choppy broken up gaps holes drops jitter robotic cuts in and out pieces missing',
    pattern: /stutter|chopp|break(?:s|ing)? up|in and out/i,
    means: 'Its audio is sent more slowly than it is played, or frames are dropped for being too many.',
    steps: [
      'Send each piece as soon as the model gives it, in frames of 200 ms or more: Genesys Cloud buffers it.',
      'A timer that sends 200 ms every 200 ms is too slow; go by the clock, and keep some 400 ms ahead.',
      'More than 5 frames a second are too many: frames of 20 ms end the call.',
      'Open the call: the lane “queue” shows how much the caller still had to hear.',
    ],
    actions: ['check'],
  },
  {
    id: 'answers-come-late',
    title: 'It takes seconds until the bot answers',
    also: 'slow latency delay late waits long pause response time lag',
    pattern: /latenc|takes? (?:too )?(?:long|seconds)|slow (?:answer|response)|delay/i,
    means: 'A wait has parts: voice detection, the model, functions, the bridge, playback. One of them is long.',
    steps: [
      'Open the call: Turns has the parts of each wait, and the lab there tries other settings of voice detection on the same sound.',
      'Your own server: stand in the middle, on both wires. Then its share of each turn is known.',
      'Long silence_duration_ms is paid in each turn; semantic_vad with eagerness low waits for seconds.',
    ],
    actions: ['middle'],
  },
  {
    id: 'flow-variables-empty',
    title: 'Output variables are empty in the flow',
    also: 'outputVariables closed event Architect success path',
    pattern: /output.?variables/i,
    means:
      'They are read from disconnect only, as strings; the flow gets them on its success path, with reason completed.',
    steps: ['Send {"reason":"completed","outputVariables":{"name":"text"}} in disconnect.'],
    actions: ['check'],
  },
];

/** Words that say nothing of what is wrong. */
const COMMON = new Set(
  'a all am an and any are as at be but by can cannot do does for from get got has have i in is it its me my no not nothing of on or our so that the their there they this to up was we when where why with you your'.split(
    ' ',
  ),
);

/**
 * The symptoms that have the most of the words of `query`, wherever they stand, first those that have them in their title
 * or are meant by the sentence as a whole. All of them for an empty one, none where no word is known.
 */
export function findSymptoms(query: string): readonly Symptom[] {
  const typed = query.toLowerCase().match(/[\p{L}\p{N}$_]+/gu) ?? [];
  if (typed.length === 0) return SYMPTOMS;
  const telling = typed.filter(word => !COMMON.has(word));
  const words = (telling.length > 0 ? telling : typed).map(stem);
  const count = (text: string) => words.filter(word => text.toLowerCase().includes(word)).length;
  const rated = SYMPTOMS.map(symptom => {
    const { title, also, means, pattern } = symptom;
    const has = count(`${title} ${also} ${means}`);
    const meant = typed.length > 1 && pattern.test(query);
    return { symptom, has, meant, rank: (meant ? 10 * words.length : 0) + 3 * count(title) + 2 * count(also) + has };
  });
  const most = Math.max(...rated.map(({ has }) => has));
  return rated
    .filter(({ has, meant }) => meant || (has > 0 && has === most))
    .sort((a, b) => b.rank - a.rank)
    .map(({ symptom }) => symptom);
}

/** `hears`, `hear`: one word. */
const stem = (word: string) => (word.length > 3 ? word.replace(/s$/, '') : word);
