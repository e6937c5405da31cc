/**
 * Hosts of which it is known, before any packet is sent, that an AudioHook call to them cannot work or will not last. Each
 * with its reason, where that comes from, and the way out. Products change, so the sources are there to be looked at again:
 * API Gateway, Lambda, Cloud Run, Vercel, Supabase, Render and Azure Functions were compared with theirs in November 2026.
 */

export type KnownHost = {
  readonly id: string;
  readonly what: string;
  /** Matches the lower-case host name. */
  readonly pattern: RegExp;
  /** `never`: no call can work. `limited`: some do, and this is what to look out for. */
  readonly verdict: 'never' | 'limited';
  readonly reason: string;
  readonly source: string;
  readonly wayOut: string;
};

const OTHER_HOST =
  'Run the server where it keeps its own WebSocket: a virtual machine, a container behind an Application Load Balancer, or a tunnel to this console.';

export const KNOWN_HOSTS: readonly KnownHost[] = [
  {
    id: 'aws-api-gateway',
    what: 'an Amazon API Gateway WebSocket API',
    pattern: /\.execute-api\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|vpce\.amazonaws\.com)$/,
    verdict: 'never',
    reason:
      'It takes no binary frames from clients and closes with code 1003 at the first one; all caller audio is binary. Its path is the stage, so a Connector ID behind it leads nowhere.',
    source:
      'docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html; paths: serverlessland.com/repos/apigw-ws-integrations',
    wayOut: OTHER_HOST,
  },
  {
    id: 'aws-load-balancer',
    what: "a load balancer's own DNS name",
    pattern: /\.elb\.(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$|\.elb\.amazonaws\.com$/,
    verdict: 'never',
    reason: 'No public CA issues a certificate for this name, so the certificate check of Genesys Cloud fails.',
    source: 'AWS Certificate Manager: certificates are for domains that you control',
    wayOut: 'Point a domain of yours at the load balancer (CNAME or alias), and give it a certificate for that domain.',
  },
  {
    id: 'aws-lambda-url',
    what: 'an AWS Lambda function URL',
    pattern: /\.lambda-url\.[a-z0-9-]+\.on\.aws$/,
    verdict: 'never',
    reason: 'Function URLs answer HTTP requests; they accept no WebSocket upgrade.',
    source: 'docs.aws.amazon.com/lambda/latest/dg/lambda-urls.html (an HTTP(S) endpoint)',
    wayOut: OTHER_HOST,
  },
  {
    id: 'aws-app-runner',
    what: 'AWS App Runner',
    pattern: /\.awsapprunner\.com$/,
    verdict: 'never',
    reason: 'App Runner passes on HTTP requests of at most 120 s, and no WebSocket upgrade.',
    source: 'github.com/aws/apprunner-roadmap/issues/13 (asked for since 2021)',
    wayOut: OTHER_HOST,
  },
  {
    id: 'aws-appsync',
    what: 'AWS AppSync',
    pattern: /\.appsync(?:-realtime)?-api\.[a-z0-9-]+\.amazonaws\.com$/,
    verdict: 'never',
    reason: 'It speaks a GraphQL protocol of its own over WebSocket, not AudioHook.',
    source: 'AWS AppSync: real-time WebSocket client',
    wayOut: OTHER_HOST,
  },
  {
    id: 'openai',
    what: "OpenAI's own API",
    pattern: /(?:^|\.)openai\.com$|\.openai\.azure\.com$|\.services\.ai\.azure\.com$/,
    verdict: 'never',
    reason:
      'It speaks the Realtime API, not AudioHook: Genesys Cloud and OpenAI need a server between them that speaks both.',
    source: 'OpenAI: Realtime API',
    wayOut: 'Give Genesys Cloud the address of your bridge. This console is one: see Setup.',
  },
  {
    id: 'other-models',
    what: 'the API of a model',
    pattern: /^generativelanguage\.googleapis\.com$|^api\.(?:anthropic|deepgram|elevenlabs|assemblyai)\.(?:com|io)$/,
    verdict: 'never',
    reason: 'It does not speak AudioHook: a server that speaks both has to stand between it and Genesys Cloud.',
    source: "the vendors' API references",
    wayOut: 'Give Genesys Cloud the address of your bridge.',
  },
  {
    id: 'genesys',
    what: 'Genesys Cloud itself',
    pattern: /(?:^|\.)(?:mypurecloud\.(?:com|com\.au|de|ie|jp)|pure\.cloud|genesys\.cloud)$/,
    verdict: 'never',
    reason: 'This is a page or API of Genesys Cloud. The Base Connection URI is the address of your own server.',
    source: 'Genesys: Audio Connector integration',
    wayOut:
      'Type the address at which your server can be reached from outside, such as wss://voice.example.com/audiohook/.',
  },
  {
    id: 'ngrok-site',
    what: "ngrok's own site",
    pattern: /^(?:dashboard\.|api\.|www\.)?ngrok\.com$/,
    verdict: 'never',
    reason: 'This is the site of ngrok, not your tunnel.',
    source: 'ngrok: endpoints',
    wayOut: 'Take the address that the running agent shows, such as wss://name.ngrok.app/.',
  },
  {
    id: 'google-functions',
    what: 'Google Cloud Functions',
    pattern: /\.cloudfunctions\.net$/,
    verdict: 'never',
    reason: 'Functions answer HTTP requests; they accept no WebSocket upgrade.',
    source: 'Google Cloud: WebSockets are a feature of Cloud Run services',
    wayOut: 'Deploy the server as a Cloud Run service with its time-out raised, or elsewhere.',
  },
  {
    id: 'firebase-hosting',
    what: 'Firebase Hosting',
    pattern: /\.(?:web\.app|firebaseapp\.com)$/,
    verdict: 'never',
    reason: 'Hosting ends every request after 60 s and passes on no WebSocket upgrade.',
    source: 'firebase.google.com/docs/hosting/serverless-overview (60 s)',
    wayOut: 'Give Genesys Cloud the address of the service behind it, or another host.',
  },
  {
    id: 'netlify',
    what: 'Netlify',
    pattern: /\.netlify\.app$/,
    verdict: 'never',
    reason: 'Its functions answer HTTP requests of at most a minute; they accept no WebSocket upgrade.',
    source: 'docs.netlify.com/functions; github.com/netlify/functions/issues/546 (asked for)',
    wayOut: OTHER_HOST,
  },
  {
    id: 'static-pages',
    what: 'a host of static pages',
    pattern: /\.(?:github\.io|gitlab\.io|pages\.dev|s3\.amazonaws\.com|surge\.sh)$/,
    verdict: 'never',
    reason: 'It serves files; nothing there answers a WebSocket upgrade.',
    source: "the hosts' documentation",
    wayOut: OTHER_HOST,
  },
  {
    id: 'vercel',
    what: 'Vercel Functions',
    pattern: /\.vercel\.app$/,
    verdict: 'limited',
    reason:
      "WebSockets there are a beta, and a connection ends with the function's maximum duration: longer calls are cut at the same age.",
    source:
      'vercel.com/docs/functions/websockets; vercel.com/kb/guide/do-vercel-serverless-functions-support-websocket-connections',
    wayOut: 'Raise the maximum duration above your longest call, or use another host.',
  },
  {
    id: 'cloud-run',
    what: 'Google Cloud Run',
    pattern: /\.run\.app$/,
    verdict: 'limited',
    reason:
      'A WebSocket counts as one request, and ends with the request time-out: 5 minutes unless it was raised, 60 at most.',
    source: 'cloud.google.com/run/docs/triggering/websockets and .../configuring/request-timeout',
    wayOut: 'Set the request time-out to 3600 s, keep one instance warm, and leave end-to-end HTTP/2 off.',
  },
  {
    id: 'azure-app-service',
    what: 'Azure App Service or Azure Functions',
    pattern: /\.azurewebsites\.net$/,
    verdict: 'limited',
    reason: 'On Windows plans WebSockets are off until they are switched on, and a Function app accepts none at all.',
    source: 'learn.microsoft.com/azure/app-service/configure-common; github.com/Azure/Azure-Functions/issues/738',
    wayOut: 'Switch on Configuration, General settings, Web sockets; run the server as a web app, not as functions.',
  },
  {
    id: 'render',
    what: 'Render',
    pattern: /\.onrender\.com$/,
    verdict: 'limited',
    reason:
      'A free service sleeps when nobody calls and needs longer to wake than the 5 s that Genesys Cloud waits for opened.',
    source: 'render.com/docs/free (spinning down on idle)',
    wayOut: 'Take an instance that does not sleep.',
  },
  {
    id: 'supabase-functions',
    what: 'Supabase Edge Functions',
    pattern: /\.supabase\.(?:co|in)$/,
    verdict: 'limited',
    reason:
      'A function, and its WebSocket with it, ends after 150 s (400 s on paid plans), or after half of that where it seems idle.',
    source:
      'supabase.com/docs/guides/functions/limits; supabase.com/docs/guides/troubleshooting/edge-functions-worker-timeouts-and-websocket-drops',
    wayOut: OTHER_HOST,
  },
  {
    id: 'dev-tunnel',
    what: 'a forwarded port of a development environment',
    pattern: /\.(?:app\.github\.dev|devtunnels\.ms|gitpod\.io|cloudworkstations\.dev)$/,
    verdict: 'limited',
    reason: 'A forwarded port is private unless it was made public: Genesys Cloud gets a redirect to a login page.',
    source: 'GitHub Codespaces and dev tunnels: port visibility',
    wayOut: 'Set the visibility of the port to public.',
  },
  {
    id: 'localtunnel',
    what: 'localtunnel',
    pattern: /\.loca\.lt$/,
    verdict: 'limited',
    reason: 'It may answer with a reminder page instead of passing the upgrade on.',
    source: 'localtunnel: tunnel password page',
    wayOut: 'Use another tunnel, such as ngrok with a domain of your own.',
  },
];

/** What is known of a host; undefined: nothing. */
export function knownHost(hostname: string): KnownHost | undefined {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return KNOWN_HOSTS.find(({ pattern }) => pattern.test(name));
}
