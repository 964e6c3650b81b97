# Everything that the flake gives, as far as it can be evaluated without nixpkgs; printed as JSON by flake.test.ts.
let
  stubs = import ./stubs.nix;
  flake = import ../../../flake.nix;
  self.packages.x86_64-linux.default = stubs.package "opencode-commander";
  outputs = flake.outputs { inherit self; nixpkgs = stubs; flake-parts = stubs.flakeParts; };
  system = outputs.perSystem.x86_64-linux;

  # mkIf of the stubs leaves an empty set where it gives nothing.
  wanted = stubs.lib.filterAttrs (_: value: value != { });

  # What a host makes of the module: its own settings, and over them those that the module makes.
  host = given:
    let
      module = outputs.nixosModules.default { inherit config; inherit (stubs) lib pkgs; };
      made = (module.config.services.opencode-commander or { }).settings or { };
      config.services.opencode-commander = given // {
        package = self.packages.x86_64-linux.default;
        settings = given.settings // builtins.mapAttrs (name: keys: given.settings.${name} // wanted keys) made;
      };
    in module;
  everything = host {
    enable = true;
    services = [ "poller" "dispatcher" "mcp-gateway" ];
    redis.createLocally = true;
    settings = {
      log = { level = "debug"; format = null; };
      redis = { url = null; prefix = null; };
      github = { trusted_users = [ "maria" ]; trusted_bots = [ ]; };
      llm.anthropic.api_key = "file:/run/secrets/anthropic";
      repo = [ { name = "acme/web"; max_concurrent = null; } ];
    };
  };
  dispatcher = host {
    enable = true;
    services = [ "dispatcher" ];
    redis.createLocally = false;
    settings.redis.url = "rediss://redis.example:6379";
  };
  disabled = host { enable = false; services = [ "poller" ]; redis.createLocally = true; settings = { }; };
  shown = module: {
    units = builtins.mapAttrs (_: unit: unit.serviceConfig) module.config.systemd.services;
    environments = map (unit: unit.environment) (builtins.attrValues module.config.systemd.services);
    redis = module.config.services.redis.servers.opencode-commander;
  };
  names = map (each: each.name);
in
{
  systems = builtins.attrNames outputs.perSystem;
  shell = names system.devShells.default.packages;
  formatter = system.formatter.name;
  checks = builtins.mapAttrs (_: check: check.script or check.name) system.checks;
  package = { inherit (system.packages.default) pname version pnpmInstallFlags installPhase; };
  image = {
    inherit (system.packages.agent-image) name config;
    contents = names system.packages.agent-image.contents;
    scripts = map (each: each.script or "") system.packages.agent-image.contents;
  };
  options = everything.options.services.opencode-commander.settings;
  everything = shown everything;
  dispatcher = shown dispatcher;
  disabled = disabled.config;
}
