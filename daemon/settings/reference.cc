// The reference page: chapters around the rows of the table of keys.
#include <array>
#include <string>
#include <string_view>

#include "settings/keys.h"

namespace settings {
namespace {

struct Chapter {
  std::string_view title;
  std::string_view prefix;  ///< of the paths that belong to it
  std::string_view text;
};

constexpr std::array chapters{
    Chapter{"The whole", "", "Keys at the top of the file."},
    Chapter{"Feeds", "feeds[].", "`feeds` is a list. Each entry has `url` or `file`."},
    Chapter{"Hosts",
            "hosts.<host>.",
            "`hosts` overrides politeness for hosts one operates: host name or address, without "
            "scheme and "
            "port, to these keys."},
    Chapter{"Watches", "watches[].", "`watches` is a list."},
    Chapter{"Channels",
            "channels.<name>.",
            "`channels` maps a name of your choice (as for a feed's `id`) to this key and those of "
            "its type."},
    Chapter{
        "Channels of type log", "channels.<log>.", "Alerts on standard output, or in the journal."},
    Chapter{"Channels of type atom",
            "channels.<atom>.",
            "The newest 100 alerts as an Atom feed in a file."},
    Chapter{"Channels of type email",
            "channels.<email>.",
            "A mail for each alert and address, by SMTP."},
    Chapter{"Channels of type webhook",
            "channels.<webhook>.",
            "The alert object posted as JSON, signed after Standard Webhooks."},
    Chapter{"Channels of type command",
            "channels.<command>.",
            "A program run for each alert, with the alert object on its standard input."},
    Chapter{"Channels of type desktop",
            "channels.<desktop>.",
            "Notifications in a user's session, shown by newswatch-agent. No keys of its own."},
};

constexpr std::string_view opening = R"(# The configuration, key by key

Printed by `newswatch check --reference`; a test compares the two.

The file is YAML in UTF-8. `newswatch check` and `newswatchd --check` say all that is wrong with it at once, each with
file, line and column. Unknown keys and keys that stand twice are errors; so are YAML tags and second documents.

| kind of value | written as |
|---|---|
| span | a whole number and one of s, m, h, d, w: `30s`, `15m`, `12h`, `90d`, `2w` |
| size | a whole number of bytes, or with K, M or G (powers of 1024): `500K`, `10M` |
| true or false | these two words; `yes`, `no`, `on` and `off` are errors |
| number | plain digits without leading zeros |
| path | of a file to read: from the folder of the file that names it; of a file to write: from the state directory |
| secret | `{file: path}`, `{credential: name}` or `{env: NAME}`, see below |

## Secrets

Passwords, tokens and keys are not written into the configuration but named:

| form | where the secret is |
|---|---|
| `{file: hook.key}` | in a file of its own; refused if others may read it (`chmod 600`); one line break at its end is dropped |
| `{credential: name}` | given by systemd's `LoadCredential=`, in `$CREDENTIALS_DIRECTORY` |
| `{env: NAME}` | in an environment variable; the last resort, as other processes may see it |

An address may be given in the same way where it holds a secret. A secret written out, and an address with a user and
password in it, are errors unless `allow_inline: true` stands beside it.
)";

bool belongs(const Key& key, const Chapter& chapter) {
  if (!chapter.prefix.empty()) return key.path.starts_with(chapter.prefix);
  return key.path.find("[]") == std::string_view::npos &&
         key.path.find('<') == std::string_view::npos;
}

/// A "|" would end the cell.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string row(const Key& key, const Chapter& chapter) {
  return "| `" + std::string(key.path.substr(chapter.prefix.size())) + "` | " + cell(key.type) +
         " | " + cell(key.preset) + " | `" + cell(key.example) + "` | " + cell(key.help) + " |\n";
}

}  // namespace

std::string reference() {
  std::string page(opening);
  for (const Chapter& chapter : chapters) {
    page += "\n## " + std::string(chapter.title) + "\n\n" + std::string(chapter.text) + "\n";
    std::string rows;
    for (const Key& key : keys()) {
      if (belongs(key, chapter)) rows += row(key, chapter);
    }
    if (rows.empty()) continue;
    page += "\n| key | type | default | example | meaning |\n|---|---|---|---|---|\n" + rows;
  }
  return page;
}

}  // namespace settings
