/** A configuration as many will want it; a test loads it. */
export const EXAMPLE = `# commander.toml
[github]
token = "env:GITHUB_TOKEN"
poll_interval = "30s"
trusted_users = ["octocat"]

[containers]
max_concurrent = 4
cpu_limit = "2.0"
memory_limit = "4g"
egress_allow = ["registry.npmjs.org"]

[timeouts]
critical = "90m"

[models]
allowed = ["anthropic/claude-sonnet-4-5", "local/qwen3-coder"]
default = "anthropic/claude-sonnet-4-5"

[llm.anthropic]
api_key = "env:ANTHROPIC_API_KEY"

[llm.local]
base_url = "http://127.0.0.1:11434/v1"
npm = "@ai-sdk/openai-compatible"
models = ["qwen3-coder"]

[[repo]]
name = "octocat/hello-world"
setup = "npm test"
protected_paths = [".github/**", "deploy/**"]

[[instance]]
name = "workstation"
url = "https://opencode.example.com"
password = "env:WORKSTATION_PASSWORD"
projects_path = "/home/octocat/projects"
`;
