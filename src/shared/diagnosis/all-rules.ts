/** All rules of the diagnosis, one file a rule. docs/findings.md lists them. */
import type { Rule } from './rule.ts';
import { answerIncomplete } from './rules/answer-incomplete.ts';
import { answerInterrupted } from './rules/answer-interrupted.ts';
import { audioAfterEnd } from './rules/audio-after-end.ts';
import { audioBeforeOpened } from './rules/audio-before-opened.ts';
import { audioInPause } from './rules/audio-in-pause.ts';
import { audioToListener } from './rules/audio-to-listener.ts';
import { badSignatureBreaksServer } from './rules/bad-signature-breaks-server.ts';
import { bargeInNotSent } from './rules/barge-in-not-sent.ts';
import { botAudio16bit } from './rules/bot-audio-16bit.ts';
import { botAudio24khz } from './rules/bot-audio-24khz.ts';
import { botAudioALaw } from './rules/bot-audio-a-law.ts';
import { botAudioAsText } from './rules/bot-audio-as-text.ts';
import { botAudioBigEndian } from './rules/bot-audio-big-endian.ts';
import { botAudioClipped } from './rules/bot-audio-clipped.ts';
import { botAudioNotForwarded } from './rules/bot-audio-not-forwarded.ts';
import { botAudioOffset } from './rules/bot-audio-offset.ts';
import { botAudioSilent } from './rules/bot-audio-silent.ts';
import { botAudioStereo } from './rules/bot-audio-stereo.ts';
import { botNeverSpeaks } from './rules/bot-never-speaks.ts';
import { botStutters } from './rules/bot-stutters.ts';
import { botTooQuiet } from './rules/bot-too-quiet.ts';
import { callFailed } from './rules/call-failed.ts';
import { callerAudioBigEndian } from './rules/caller-audio-big-endian.ts';
import { callerAudioNotForwarded } from './rules/caller-audio-not-forwarded.ts';
import { callerAudioWrongFormat } from './rules/caller-audio-wrong-format.ts';
import { callerClipped } from './rules/caller-clipped.ts';
import { callerEcho } from './rules/caller-echo.ts';
import { callerMuted } from './rules/caller-muted.ts';
import { callerTooQuiet } from './rules/caller-too-quiet.ts';
import { callerWaits } from './rules/caller-waits.ts';
import { captureFailed } from './rules/capture-failed.ts';
import { caughtUp } from './rules/caught-up.ts';
import { clientBreaksProtocol } from './rules/client-breaks-protocol.ts';
import { clientOnlyListens } from './rules/client-only-listens.ts';
import { clientseqWrong } from './rules/clientseq-wrong.ts';
import { clockOff } from './rules/clock-off.ts';
import { closeNotAnswered } from './rules/close-not-answered.ts';
import { closedWithoutParameters } from './rules/closed-without-parameters.ts';
import { connectionLost } from './rules/connection-lost.ts';
import { connectorIdIsUrl } from './rules/connector-id-is-url.ts';
import { connectorIdIsUuid } from './rules/connector-id-is-uuid.ts';
import { consoleBug } from './rules/console-bug.ts';
import { cutAtRoundAge } from './rules/cut-at-round-age.ts';
import { dtmfEndsCall } from './rules/dtmf-ends-call.ts';
import { emptyAnswer } from './rules/empty-answer.ts';
import { endedWithError } from './rules/ended-with-error.ts';
import { farewellCut } from './rules/farewell-cut.ts';
import { faultOnPurpose } from './rules/fault-on-purpose.ts';
import { firstSeqWrong } from './rules/first-seq-wrong.ts';
import { framesTooSmall } from './rules/frames-too-small.ts';
import { functionFailed } from './rules/function-failed.ts';
import { functionNeverAnswered } from './rules/function-never-answered.ts';
import { gatewayPath } from './rules/gateway-path.ts';
import { gatewayWithoutBinary } from './rules/gateway-without-binary.ts';
import { genesysReportsError } from './rules/genesys-reports-error.ts';
import { identityHeaders } from './rules/identity-headers.ts';
import { integrationInactive } from './rules/integration-inactive.ts';
import { interruptedAgainAndAgain } from './rules/interrupted-again-and-again.ts';
import { lineTestHeard } from './rules/line-test-heard.ts';
import { malformedMessage } from './rules/malformed-message.ts';
import { mediaChanged } from './rules/media-changed.ts';
import { mediaNotOffered } from './rules/media-not-offered.ts';
import { messageTooLarge } from './rules/message-too-large.ts';
import { modelAudioNotBase64 } from './rules/model-audio-not-base64.ts';
import { modelHearsOtherFormat } from './rules/model-hears-other-format.ts';
import { nameUnknown } from './rules/name-unknown.ts';
import { newerClientNotTaken } from './rules/newer-client-not-taken.ts';
import { noAnswerAudio } from './rules/no-answer-audio.ts';
import { noCallerAudio } from './rules/no-caller-audio.ts';
import { noMediaSelected } from './rules/no-media-selected.ts';
import { noPong } from './rules/no-pong.ts';
import { noResponse } from './rules/no-response.ts';
import { notAWebsocket } from './rules/not-a-websocket.ts';
import { notSigned } from './rules/not-signed.ts';
import { nothingListens } from './rules/nothing-listens.ts';
import { openRefused } from './rules/open-refused.ts';
import { openaiBetaNames } from './rules/openai-beta-names.ts';
import { openaiError } from './rules/openai-error.ts';
import { openAiKeyAsApiKey } from './rules/openai-key-as-api-key.ts';
import { openaiNoKey } from './rules/openai-no-key.ts';
import { openaiNoModel } from './rules/openai-no-model.ts';
import { openaiNoQuota } from './rules/openai-no-quota.ts';
import { openaiNotReached } from './rules/openai-not-reached.ts';
import { openaiRateLimited } from './rules/openai-rate-limited.ts';
import { openaiSessionExpired } from './rules/openai-session-expired.ts';
import { openaiSessionLost } from './rules/openai-session-lost.ts';
import { openaiSessionSlow } from './rules/openai-session-slow.ts';
import { openaiWrongKey } from './rules/openai-wrong-key.ts';
import { openedNotFirst } from './rules/opened-not-first.ts';
import { openedSlow } from './rules/opened-slow.ts';
import { openedTooLate } from './rules/opened-too-late.ts';
import { outputVariables } from './rules/output-variables.ts';
import { pauseNeverEnded } from './rules/pause-never-ended.ts';
import { playbackNeverStarts } from './rules/playback-never-starts.ts';
import { probeTreatedAsCall } from './rules/probe-treated-as-call.ts';
import { relayCallerLevel } from './rules/relay-caller-level.ts';
import { relayCallerLost } from './rules/relay-caller-lost.ts';
import { relayDeaf } from './rules/relay-deaf.ts';
import { relayNotReached } from './rules/relay-not-reached.ts';
import { relayRefused } from './rules/relay-refused.ts';
import { replayedFaster } from './rules/replayed-faster.ts';
import { replayedRequest } from './rules/replayed-request.ts';
import { replayedSilent } from './rules/replayed-silent.ts';
import { responseFailed } from './rules/response-failed.ts';
import { resumeHeld } from './rules/resume-held.ts';
import { secretNotDecoded } from './rules/secret-not-decoded.ts';
import { secretsDiffer } from './rules/secrets-differ.ts';
import { seqBroken } from './rules/seq-broken.ts';
import { serverClosedTcp } from './rules/server-closed-tcp.ts';
import { serverCutsItself } from './rules/server-cuts-itself.ts';
import { serverErrorMessage } from './rules/server-error-message.ts';
import { sessionUpdateRejected } from './rules/session-update-rejected.ts';
import { sessionWrongFormat } from './rules/session-wrong-format.ts';
import { settingNotTaken } from './rules/setting-not-taken.ts';
import { signatureMalformed } from './rules/signature-malformed.ts';
import { signatureNotChecked } from './rules/signature-not-checked.ts';
import { signatureOrder } from './rules/signature-order.ts';
import { signatureOtherHost } from './rules/signature-other-host.ts';
import { signatureOtherPath } from './rules/signature-other-path.ts';
import { slowPong } from './rules/slow-pong.ts';
import { staleAudioAfterBargeIn } from './rules/stale-audio-after-barge-in.ts';
import { tlsFailed } from './rules/tls-failed.ts';
import { tooManyMessages } from './rules/too-many-messages.ts';
import { transcriptLanguage } from './rules/transcript-language.ts';
import { transcriptTimes } from './rules/transcript-times.ts';
import { tunnelDown } from './rules/tunnel-down.ts';
import { turnNeverEnds } from './rules/turn-never-ends.ts';
import { twoResponses } from './rules/two-responses.ts';
import { unexplainedProblem } from './rules/unexplained-problem.ts';
import { unknownApiKey } from './rules/unknown-api-key.ts';
import { unknownConnector } from './rules/unknown-connector.ts';
import { unknownFields } from './rules/unknown-fields.ts';
import { unreachable } from './rules/unreachable.ts';
import { upgradeFailed } from './rules/upgrade-failed.ts';
import { upgradeNotFound } from './rules/upgrade-not-found.ts';
import { upgradeRedirected } from './rules/upgrade-redirected.ts';
import { upgradeRefused } from './rules/upgrade-refused.ts';
import { upgradeSlow } from './rules/upgrade-slow.ts';
import { upgradeWebPage } from './rules/upgrade-web-page.ts';
import { vadNeverFires } from './rules/vad-never-fires.ts';
import { wavHeader } from './rules/wav-header.ts';
import { wrongId } from './rules/wrong-id.ts';
import { zeroSilence } from './rules/zero-silence.ts';

export const ALL_RULES: readonly Rule[] = [
  answerIncomplete,
  answerInterrupted,
  audioAfterEnd,
  audioBeforeOpened,
  audioInPause,
  audioToListener,
  badSignatureBreaksServer,
  bargeInNotSent,
  botAudio16bit,
  botAudio24khz,
  botAudioALaw,
  botAudioAsText,
  botAudioBigEndian,
  botAudioClipped,
  botAudioNotForwarded,
  botAudioOffset,
  botAudioSilent,
  botAudioStereo,
  botNeverSpeaks,
  botStutters,
  botTooQuiet,
  callFailed,
  callerAudioBigEndian,
  callerAudioNotForwarded,
  callerAudioWrongFormat,
  callerClipped,
  callerEcho,
  callerMuted,
  callerTooQuiet,
  callerWaits,
  captureFailed,
  caughtUp,
  clientBreaksProtocol,
  clientOnlyListens,
  clientseqWrong,
  clockOff,
  closeNotAnswered,
  closedWithoutParameters,
  connectionLost,
  connectorIdIsUrl,
  connectorIdIsUuid,
  consoleBug,
  cutAtRoundAge,
  dtmfEndsCall,
  emptyAnswer,
  endedWithError,
  farewellCut,
  faultOnPurpose,
  firstSeqWrong,
  framesTooSmall,
  functionFailed,
  functionNeverAnswered,
  gatewayPath,
  gatewayWithoutBinary,
  genesysReportsError,
  identityHeaders,
  integrationInactive,
  interruptedAgainAndAgain,
  lineTestHeard,
  malformedMessage,
  mediaChanged,
  mediaNotOffered,
  messageTooLarge,
  modelAudioNotBase64,
  modelHearsOtherFormat,
  nameUnknown,
  newerClientNotTaken,
  noAnswerAudio,
  noCallerAudio,
  noMediaSelected,
  noPong,
  noResponse,
  notAWebsocket,
  notSigned,
  nothingListens,
  openRefused,
  openaiBetaNames,
  openaiError,
  openAiKeyAsApiKey,
  openaiNoKey,
  openaiNoModel,
  openaiNoQuota,
  openaiNotReached,
  openaiRateLimited,
  openaiSessionExpired,
  openaiSessionLost,
  openaiSessionSlow,
  openaiWrongKey,
  openedNotFirst,
  openedSlow,
  openedTooLate,
  outputVariables,
  pauseNeverEnded,
  playbackNeverStarts,
  probeTreatedAsCall,
  relayCallerLevel,
  relayCallerLost,
  relayDeaf,
  relayNotReached,
  relayRefused,
  replayedFaster,
  replayedRequest,
  replayedSilent,
  responseFailed,
  resumeHeld,
  secretNotDecoded,
  secretsDiffer,
  seqBroken,
  serverClosedTcp,
  serverCutsItself,
  serverErrorMessage,
  sessionUpdateRejected,
  sessionWrongFormat,
  settingNotTaken,
  signatureMalformed,
  signatureNotChecked,
  signatureOrder,
  signatureOtherHost,
  signatureOtherPath,
  slowPong,
  staleAudioAfterBargeIn,
  tlsFailed,
  tooManyMessages,
  transcriptLanguage,
  transcriptTimes,
  tunnelDown,
  turnNeverEnds,
  twoResponses,
  unexplainedProblem,
  unknownApiKey,
  unknownConnector,
  unknownFields,
  unreachable,
  upgradeFailed,
  upgradeNotFound,
  upgradeRedirected,
  upgradeRefused,
  upgradeSlow,
  upgradeWebPage,
  vadNeverFires,
  wavHeader,
  wrongId,
  zeroSilence,
];
