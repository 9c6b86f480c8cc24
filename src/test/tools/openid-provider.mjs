// The OpenID provider of the tests. Its port and the claim of its tokens are in the command line.
import { Provider } from 'oidc-provider';
const [port, claim] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'app',
      client_secret: 'the-secret-of-the-app',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:cairn',
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'urn:cairn',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
      }),
    },
  },
  extraTokenClaims: () => ({ cairn: JSON.parse(claim) }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
