# services.opencode-commander on NixOS: one unit per service, on the host's Podman. Its settings are those of commander.toml, as
# docs/configuration.md describes them; secrets are references ("file:/run/secrets/github-token"), never values: the store is
# readable by everybody.
{ self }:
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkEnableOption mkIf mkOption types;
  cfg = config.services.opencode-commander;
  schema = builtins.fromJSON (builtins.readFile ./options.json);

  typeOf = {
    text = types.str;
    integer = types.int;
    number = types.number;
    boolean = types.bool;
    list = types.listOf types.str;
  };
  optionOf = { description, form, example }:
    mkOption {
      inherit description example;
      type = types.nullOr (types.either typeOf.${form} types.str);
      default = null;
    };
  isOption = value: value ? form;
  optionsOf = builtins.mapAttrs (_: value: if isOption value then optionOf value else optionsOf value);
  submodule = keys: types.submodule { options = optionsOf keys; };
  named = builtins.mapAttrs (_: keys: mkOption {
    description = "By name.";
    type = types.attrsOf (submodule keys);
    default = { };
  }) schema.named;
  lists = builtins.mapAttrs (_: keys: mkOption {
    description = "As many as there are.";
    type = types.listOf (submodule keys);
    default = [ ];
  }) schema.lists;

  # TOML has no null: what is not set is left out.
  withoutNulls = value:
    if builtins.isAttrs value then
      builtins.mapAttrs (_: withoutNulls) (lib.filterAttrs (_: inner: inner != null && inner != { } && inner != [ ]) value)
    else if builtins.isList value then map withoutNulls value
    else value;
  file = (pkgs.formats.toml { }).generate "commander.toml" (withoutNulls cfg.settings);

  unit = name: {
    description = "opencode-commander: ${name}";
    wantedBy = [ "multi-user.target" ];
    after = [ "network-online.target" "podman.socket" "redis-opencode-commander.service" ];
    wants = [ "network-online.target" ];
    path = [ pkgs.git ];
    serviceConfig = {
      ExecStart = "${cfg.package}/bin/opencode-commander-${name} --config ${file}";
      User = "opencode-commander";
      Group = "podman";
      StateDirectory = "opencode-commander";
      RuntimeDirectory = "opencode-commander-${name}";
      RuntimeDirectoryMode = "0700";
      Restart = "on-failure";
      # A dispatcher hands its runs over meanwhile.
      TimeoutStopSec = 40;
      NoNewPrivileges = true;
      ProtectSystem = "strict";
      ProtectHome = true;
      PrivateTmp = true;
    };
    environment = {
      COMMANDER_DATA_DIR = "/var/lib/opencode-commander";
      COMMANDER_RUN_DIR = "/run/opencode-commander-${name}";
    };
  };
in
{
  options.services.opencode-commander = {
    enable = mkEnableOption "opencode-commander";
    package = mkOption {
      description = "The services.";
      type = types.package;
      default = self.packages.${pkgs.stdenv.hostPlatform.system}.default;
    };
    services = mkOption {
      description = "Which of them this host runs.";
      type = types.listOf (types.enum [ "poller" "dispatcher" "mcp-gateway" ]);
      default = [ "poller" "dispatcher" "mcp-gateway" ];
    };
    redis.createLocally = mkOption {
      description = "Runs the Redis of the services on this host; false where `settings.redis.url` names another.";
      type = types.bool;
      default = true;
    };
    settings = optionsOf schema.sections // named // lists;
  };

  config = mkIf cfg.enable {
    virtualisation.podman.enable = true;
    services.redis.servers.opencode-commander = mkIf cfg.redis.createLocally {
      enable = true;
      port = 0;
      appendOnly = true;
      settings.maxmemory-policy = "noeviction";
    };
    services.opencode-commander.settings.redis.url =
      mkIf cfg.redis.createLocally "unix:///run/redis-opencode-commander/redis.sock";
    users.users.opencode-commander = {
      isSystemUser = true;
      group = "opencode-commander";
      extraGroups = [ "podman" "redis-opencode-commander" ];
    };
    users.groups.opencode-commander = { };
    systemd.services = builtins.listToAttrs (
      map (name: { name = "opencode-commander-${name}"; value = unit name; }) cfg.services
    );
  };
}
