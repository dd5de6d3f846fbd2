#include "feed/identity.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"

namespace feed {
namespace {

/// Parameters that say where a reader came from, never what the page is. A trailing '*' is any
/// ending.
constexpr std::array<std::string_view, 21> tracking = {
    "utm_*",   "fbclid",    "gclid",       "dclid",  "gbraid", "wbraid",      "msclkid",
    "yclid",   "twclid",    "igshid",      "mc_cid", "mc_eid", "_hsenc",      "_hsmi",
    "mkt_tok", "at_medium", "at_campaign", "xtor",   "wt_mc",  "ns_campaign", "ns_mchannel"};

bool tracks(std::string_view parameter) {
  const std::string name = base::lower_ascii(parameter.substr(0, parameter.find('=')));
  return std::any_of(tracking.begin(), tracking.end(), [&name](std::string_view known) {
    if (known.back() == '*') return name.starts_with(known.substr(0, known.size() - 1));
    return name == known;
  });
}

std::string without_tracking(std::string_view query) {
  std::string kept;
  if (query.empty()) return kept;
  for (const std::string_view parameter : base::split(query.substr(1), '&')) {
    if (parameter.empty() || tracks(parameter)) continue;
    kept += kept.empty() ? '?' : '&';
    kept += parameter;
  }
  return kept;
}

/// A length before each text, so that "ab" + "c" and "a" + "bc" differ, and a kind before all.
base::Key128 key_of(std::string_view kind, std::initializer_list<std::string_view> texts) {
  std::string joined(kind);
  for (const std::string_view text : texts) {
    joined += ':';
    joined += std::to_string(text.size());
    joined += ':';
    joined += text;
  }
  return base::key128(joined);
}

std::string_view trim_xml(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

std::string canonical_link(std::string_view link) {
  const auto url = base::Url::parse(link);
  if (!url) return std::string(base::trim(link));
  std::string text = url->str();
  text.resize(text.size() - url->fragment().size() - url->query().size());
  return text + without_tracking(url->query());
}

model::ItemKeys identity(const model::Item& item) {
  model::ItemKeys keys;
  const std::string_view body = item.content.empty() ? item.summary : item.content;
  const std::string_view guid = trim_xml(item.guid);
  keys.title_hash = key_of("title", {item.title});
  keys.content_hash = key_of("content", {body});
  std::string link;
  if (!item.link.empty()) {
    link = canonical_link(item.link);
    keys.link = key_of("link", {link});
  }
  if (!guid.empty()) {
    keys.kind = model::ItemKeys::Kind::guid;
    keys.best = key_of("guid", {guid});
  } else if (!link.empty()) {
    keys.kind = model::ItemKeys::Kind::link_title;
    keys.best = key_of("link-title", {link, item.title});
  } else {
    keys.kind = model::ItemKeys::Kind::title_content;
    keys.best = key_of("title-content", {item.title, body});
  }
  return keys;
}

}  // namespace feed
