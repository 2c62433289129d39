# shellcheck shell=bash
# What the scripts of one PC share. Read by them, not run. The gateway's own settings are in /etc/federation; units pass
# them as environment, a script called by hand reads the file itself.

settings=/etc/federation/federation.env
if [ -z "${ConnectionStrings__Federation:-}" ] && [ -r "$settings" ]; then
    set -a
    # shellcheck disable=SC1090
    . "$settings"
    set +a
fi
# shellcheck disable=SC2034
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
# shellcheck disable=SC2034
silo=${here%/*}/silo/Federation.Silo
backups=${FEDERATION_BACKUPS:-/var/backups/federation}

# Opens backups; `federation backup-keys` makes it. It belongs elsewhere, and lies here for a rehearsal only.
# shellcheck disable=SC2034
backup_key=/etc/federation/backup.key

say() { printf '%s\n' "$*"; }

# The newest complete backup: one whose manifest is there. Names hold their moment, so they sort by age.
newest_backup() {
    local file newest=
    for file in "$backups"/federation-*.backup; do
        if [ -e "$file.json" ]; then newest=$file; fi
    done
    printf '%s' "$newest"
}
