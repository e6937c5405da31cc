/** @typedef {ReturnType<typeof createPlayer>} Player */

/** The playhead and the sound. Caller left, bot right, as it was heard. @param {ReportHead} head */
function createPlayer({ lanes, durationMs, heard }) {
  const RATE_HZ = 8000;
  let atMs = 0;
  /** @type {AudioContext | undefined} */
  let context;
  /** @type {AudioBufferSourceNode | undefined} */
  let source;
  /** @type {AudioBuffer | undefined} */
  let sound;
  /** @type {(() => void)[]} */
  const listeners = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };

  /** ITU-T G.711 µ-law. @param {number} code */
  const muLaw = code => {
    const bits = ~code & 0xff;
    const size = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
    return (bits & 0x80 ? 0x84 - size : size - 0x84) / 32768;
  };
  /** @param {AudioContext} on */
  const mixed = on => {
    const buffer = on.createBuffer(2, Math.max(1, Math.ceil((durationMs * RATE_HZ) / 1000)), RATE_HZ);
    for (const { name } of lanes) {
      const out = buffer.getChannelData(name === 'bot' ? 1 : 0);
      let at = 0;
      for (const line of textOf(`sound-${name}`).split('\n')) {
        const bytes = atob(line);
        for (let index = 0; index < bytes.length && at < out.length; index += 1) {
          out[at] = (out[at] ?? 0) + muLaw(bytes.charCodeAt(index));
          at += 1;
        }
      }
    }
    return buffer;
  };

  const pause = () => {
    source?.stop();
    source = undefined;
    tell();
  };
  const play = () => {
    if (!heard) return;
    source?.stop();
    context ??= new AudioContext();
    void context.resume();
    sound ??= mixed(context);
    if (atMs >= durationMs - 10) atMs = 0;
    const fromMs = atMs;
    const begunS = context.currentTime;
    const own = context.createBufferSource();
    own.buffer = sound;
    own.connect(context.destination);
    own.start(0, fromMs / 1000);
    source = own;
    const follow = () => {
      if (source !== own || !context) return;
      atMs = Math.min(durationMs, fromMs + (context.currentTime - begunS) * 1000);
      if (atMs >= durationMs) return pause();
      tell();
      requestAnimationFrame(follow);
    };
    requestAnimationFrame(follow);
    tell();
  };

  return {
    /** Where the playhead stands, ms. */
    at: () => atMs,
    isPlaying: () => source !== undefined,
    /** The playhead moves, while it plays and when it is moved, or the sound starts or stops. @param {() => void} listener */
    onChange: listener => void listeners.push(listener),
    play,
    pause,
    toggle: () => (source ? pause() : play()),
    /** Moves the playhead; what plays goes on from there. @param {number} ms */
    seek: ms => {
      atMs = Math.max(0, Math.min(durationMs, ms));
      if (source) play();
      else tell();
    },
  };
}
