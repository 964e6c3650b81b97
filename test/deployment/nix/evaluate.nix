# Everything that the flake gives, as far as it can be evaluated without nixpkgs; printed as JSON by flake.test.ts.
let
  stubs = import ./stubs.nix;
  flake = import ../../../flake.nix;
  self.packages.x86_64-linux.default = stubs.package "opencode-commander";
  outputs = flake.outputs { inherit self; nixpkgs = stubs; flake-parts = stubs.flakeParts; };
  system = outputs.perSystem.x86_64-linux;

  settings = {
    log.level = "debug";
    redis.url = null;
    github.trusted_users = [ "maria" ];
    llm.anthropic.api_key = "file:/run/secrets/anthropic";
    repo = [ { name = "acme/web"; max_concurrent = null; } ];
  };
  config.services.opencode-commander = {
    enable = true;
    package = self.packages.x86_64-linux.default;
    services = [ "poller" "dispatcher" ];
    redis.createLocally = true;
    inherit settings;
  };
  module = outputs.nixosModules.default { inherit config; inherit (stubs) lib pkgs; };
  names = map (each: each.name);
in
{
  systems = builtins.attrNames outputs.perSystem;
  shell = names system.devShells.default.packages;
  formatter = system.formatter.name;
  checks = builtins.attrNames system.checks;
  package = { inherit (system.packages.default) pname version pnpmInstallFlags installPhase; };
  image = { inherit (system.packages.agent-image) name config; contents = names system.packages.agent-image.contents; };
  options = module.options.services.opencode-commander.settings;
  units = builtins.mapAttrs (_: unit: unit.serviceConfig.ExecStart) module.config.systemd.services;
  services = builtins.mapAttrs (_: unit: unit.serviceConfig) module.config.systemd.services;
  redis = module.config.services.redis.servers.opencode-commander.settings;
}
