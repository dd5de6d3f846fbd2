// Hosts whose politeness the user overrides.
#include <string>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "settings/gathering.h"

namespace settings {
namespace {

constexpr base::Seconds longest_spacing{24LL * 60 * 60};
constexpr std::int64_t most_connections = 1024;

/// The name as URLs spell it, or nothing where it is more than a name.
std::optional<std::string> host_of(const std::string& written) {
  const std::string address = written.find(':') != std::string::npos && !written.starts_with('[')
                                  ? "http://[" + written + "]/"
                                  : "http://" + written + "/";
  const auto url = base::Url::parse(address);
  const bool bare = url && url->path() == "/" && url->user_info().empty() && url->query().empty() &&
                    url->fragment().empty() && written.find('/') == std::string::npos &&
                    written.find("]:") == std::string::npos;
  if (!bare) return std::nullopt;
  return url->host();
}

}  // namespace

void read_hosts(const Section& file, Gathering& all) {
  for (const auto& [name, section] : file.entries("hosts")) {
    model::HostRule rule;
    rule.spacing =
        section.span("spacing", base::Seconds(0), longest_spacing).value_or(rule.spacing);
    rule.connections = static_cast<int>(
        section.number("connections", 1, most_connections).value_or(rule.connections));
    section.finish();
    const auto host = host_of(name.text);
    if (!host) {
      section.problem(name.place,
                      "\"" + base::shorten(base::printable(name.text), 60) +
                          "\" is not the name of a host; write it without scheme and port");
    } else if (first_of(all.host_names, section, {*host, name.place}, "the host " + *host)) {
      rule.host = *host;
      all.settings.hosts.push_back(std::move(rule));
    }
  }
}

}  // namespace settings
