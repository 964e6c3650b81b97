# The image agents work in, with nix inside: for `containers.image`. What it has is nixpkgs', but for the plugin and the scripts:
# beside nix the programs of Debian slim that agents count on, Node, and opencode in the version that nixpkgs has.
{
  lib, dockerTools, writeTextDir, runCommand, opencode-commander, opencode, nodejs_24, nix, git, ripgrep, socat, tini,
  bash, coreutils, diffutils, findutils, gnugrep, gnused, gnutar, gzip, util-linux,
}:
let
  # As the scripts below say it.
  libraries = "$out/usr/local/lib";
  entry = runCommand "agent-entry" { } ''
    mkdir -p $out/usr/local/bin ${libraries}
    install -m 755 ${../images/agent/entry.sh} $out/usr/local/bin/agent-entry
    ln -s agent-entry $out/usr/local/bin/agent-fill-nix-cache
    install -m 644 ${../images/agent/dev-shell.sh} ${libraries}/agent-dev-shell.sh
  '';
  # In the form opencode takes for installed: see lend_plugin in entry.sh.
  plugin = runCommand "opencode-plugin" { nativeBuildInputs = [ nodejs_24 ]; } ''
    mkdir -p ${libraries}/opencode-plugin/node_modules
    node ${opencode-commander}/lib/opencode-commander/nix/copy-plugin.mjs ${libraries}/opencode-plugin/node_modules
    echo '{"lockfileVersion":3,"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}' \
      >${libraries}/opencode-plugin/package-lock.json
  '';
  # What choose_models in entry.sh chooses from, and which opencode knows it: nixpkgs' is a wrapper around the one that has it.
  models = runCommand "opencode-models" { nativeBuildInputs = [ nodejs_24 ]; } ''
    mkdir -p ${libraries}
    binary=${opencode}/bin/.opencode-wrapped
    [ -e $binary ] || binary=${opencode}/bin/opencode
    node ${../images/agent/write-models.mjs} $binary ${libraries}/opencode-models
    [ ! -d ${libraries}/opencode-models ] ||
      stat -Lc '%s %Y' ${opencode}/bin/opencode >${libraries}/opencode-models/taken-from
  '';
  users = [
    (writeTextDir "etc/passwd" "root:x:0:0::/root:/bin/bash\nagent:x:1000:1000::/home/agent:/bin/bash\n")
    (writeTextDir "etc/group" "root:x:0:\nagent:x:1000:\n")
    (writeTextDir "etc/nix/nix.conf" "experimental-features = nix-command flakes\nsandbox = false\n")
  ];
in
dockerTools.buildLayeredImage {
  name = "localhost/opencode-commander/agent-nix";
  tag = (builtins.fromJSON (builtins.readFile ../package.json)).version;
  contents = [
    dockerTools.usrBinEnv dockerTools.caCertificates
    bash coreutils diffutils findutils gnugrep gnused gnutar gzip util-linux
    git ripgrep socat tini nix nodejs_24 opencode entry plugin models
  ] ++ users;
  # The agent makes dev shells without a daemon: the store and what nix knows of it are its own.
  uid = 1000;
  gid = 1000;
  uname = "agent";
  gname = "agent";
  includeNixDB = true;
  fakeRootCommands = ''
    mkdir -p home/agent workspace tmp run/commander/agent run/commander/broker nix/var/nix
    chmod 1777 tmp
    chown -R 1000:1000 home/agent workspace nix/var
  '';
  config = {
    User = "agent";
    WorkingDir = "/workspace";
    Entrypoint = [ "tini" "-g" "--" "/usr/local/bin/agent-entry" ];
    Env = [
      "HOME=/home/agent"
      "LANG=C.UTF-8"
      "SHELL=/bin/bash"
      "PATH=/usr/local/bin:/bin"
      "SSL_CERT_FILE=/etc/ssl/certs/ca-bundle.crt"
    ];
  };
}
