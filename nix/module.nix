# services.opencode-commander on NixOS: one unit per service, on the host's Podman. Its settings are those of commander.toml, as
# docs/configuration.md describes them; secrets are references ("file:/run/secrets/github-token"), never values: the store is
# readable by everybody. The services are of a user of their own, but in the group of Podman's socket, which is root's: whoever
# breaks out of a service is as good as root, and whoever breaks out of an agent's container is nobody.
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

  # As units/systemd has it, which says why; the test of this flake compares them. Whoever the group of Podman's socket and of
  # Redis' lets in must still be that user: no PrivateUsers.
  confinement = {
    NoNewPrivileges = true;
    ProtectSystem = "strict";
    ProtectHome = true;
    PrivateTmp = true;
    PrivateDevices = true;
    ProtectKernelTunables = true;
    ProtectControlGroups = true;
    ProtectClock = true;
    ProtectHostname = true;
    ProtectKernelLogs = true;
    ProtectKernelModules = true;
    CapabilityBoundingSet = "";
    LockPersonality = true;
    RestrictAddressFamilies = "AF_UNIX AF_INET AF_INET6 AF_NETLINK";
    RestrictNamespaces = true;
    RestrictRealtime = true;
    RestrictSUIDSGID = true;
    SystemCallArchitectures = "native";
    SystemCallFilter = [ "@system-service" "~@privileged" ];
    SystemCallErrorNumber = "EPERM";
    UMask = "0077";
  };
  limits = {
    poller = { MemoryMax = "512M"; TasksMax = 128; ProtectProc = "invisible"; ProcSubset = "pid"; };
    dispatcher = { MemoryMax = "1G"; TasksMax = 1024; };
    mcp-gateway = { MemoryMax = "512M"; TasksMax = 128; ProtectProc = "invisible"; ProcSubset = "pid"; };
  };

  unit = name: {
    description = "opencode-commander: ${name}";
    wantedBy = [ "multi-user.target" ];
    after = [ "network-online.target" "podman.socket" "redis-opencode-commander.service" ];
    wants = [ "network-online.target" ];
    serviceConfig = confinement // limits.${name} // {
      ExecStart = "${cfg.package}/bin/opencode-commander-${name} --config ${file}";
      User = "opencode-commander";
      Group = "podman";
      StateDirectory = "opencode-commander";
      # The sockets of agents at work are there, and stay when a service ends.
      RuntimeDirectory = "opencode-commander";
      RuntimeDirectoryMode = "0700";
      RuntimeDirectoryPreserve = true;
      Restart = "always";
      RestartSec = 5;
      # It was told to end while it still started.
      SuccessExitStatus = 130;
      # A configuration that is wrong now is wrong in five seconds, too.
      RestartPreventExitStatus = 4;
      # Its children are ended by itself.
      KillMode = "mixed";
      # A dispatcher hands its runs over meanwhile.
      TimeoutStopSec = 40;
    };
    environment = {
      COMMANDER_DATA_DIR = "/var/lib/opencode-commander";
      COMMANDER_RUN_DIR = "/run/opencode-commander";
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
