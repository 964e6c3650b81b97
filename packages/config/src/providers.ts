/** Providers that need no `[llm]` section: opencode's name, their API as opencode's catalogue (models.dev) has it, their variable. */
export const WELL_KNOWN_PROVIDERS: readonly { name: string; baseUrl: string; variable: string }[] = [
  { name: 'anthropic', baseUrl: 'https://api.anthropic.com/v1', variable: 'ANTHROPIC_API_KEY' },
  { name: 'openai', baseUrl: 'https://api.openai.com/v1', variable: 'OPENAI_API_KEY' },
  { name: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1', variable: 'OPENROUTER_API_KEY' },
  {
    name: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    variable: 'GOOGLE_GENERATIVE_AI_API_KEY',
  },
  { name: 'groq', baseUrl: 'https://api.groq.com/openai/v1', variable: 'GROQ_API_KEY' },
  { name: 'mistral', baseUrl: 'https://api.mistral.ai/v1', variable: 'MISTRAL_API_KEY' },
  { name: 'deepseek', baseUrl: 'https://api.deepseek.com', variable: 'DEEPSEEK_API_KEY' },
  { name: 'xai', baseUrl: 'https://api.x.ai/v1', variable: 'XAI_API_KEY' },
];

export function standardBaseUrl(provider: string): string | null {
  return WELL_KNOWN_PROVIDERS.find(({ name }) => name === provider)?.baseUrl ?? null;
}
