#include "feed/identity.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"

namespace feed {
namespace {

/// Parameters that say where a reader came from, never what the page is. A trailing '*' is any
/// ending.
constexpr std::array<std::string_view, 26> tracking = {
    "utm_*",     "fbclid",      "gclid",       "dclid",     "gbraid",      "wbraid",
    "msclkid",   "yclid",       "twclid",      "igshid",    "mc_cid",      "mc_eid",
    "_hsenc",    "_hsmi",       "mkt_tok",     "at_medium", "at_campaign", "xtor",
    "wt_mc",     "ns_campaign", "ns_mchannel", "phpsessid", "jsessionid",  "aspsessionid*",
    "sessionid", "session_id"};

constexpr std::string_view session_in_path = ";jsessionid=";  // servlets without cookies

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

/// The guid as it identifies: as written, but for one that is a link with tracking parameters.
std::string steady_guid(std::string_view guid) {
  const std::size_t begin = std::min(guid.find('?'), guid.find(';'));
  if (begin == std::string_view::npos || !guid.starts_with("http")) return std::string(guid);
  const auto url = base::Url::parse(guid);
  if (!url) return std::string(guid);
  const bool session = base::lower_ascii(url->path()).find(session_in_path) != std::string::npos;
  const bool tracked = without_tracking(url->query()) != url->query();
  return session || tracked ? canonical_link(guid) : std::string(guid);
}

bool differ(const model::ItemKeys& one, const model::ItemKeys& other) {
  return one.link != other.link || one.title_hash != other.title_hash;
}

/// How many items have a thing that an item of another link or title has too.
std::size_t shared_by_different(const std::vector<std::string_view>& things,
                                const std::vector<model::ItemKeys>& keys) {
  std::unordered_map<std::string_view, std::size_t> first_with;
  std::set<std::size_t> shared;
  for (std::size_t index = 0; index < things.size(); ++index) {
    if (things[index].empty()) continue;
    const auto [first, alone] = first_with.emplace(things[index], index);
    if (!alone && differ(keys[first->second], keys[index])) shared.insert({first->second, index});
  }
  return shared.size();
}

std::string loosened(std::string canonical) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!canonical.starts_with(scheme)) continue;
    canonical.erase(0, scheme.size());
    if (canonical.starts_with("www.")) canonical.erase(0, 4);
    if (canonical.ends_with('/')) canonical.pop_back();
    break;
  }
  return canonical;
}

constexpr std::size_t unclean_in_hundred = 5;

bool too_many(std::size_t part, std::size_t whole) {
  return part * 100 > whole * unclean_in_hundred;
}

}  // namespace

std::string canonical_link(std::string_view link) {
  const auto url = base::Url::parse(link);
  if (!url) return std::string(base::trim(link));
  std::string text = url->str();
  text.resize(text.size() - url->fragment().size() - url->query().size());
  const std::size_t session = base::lower_ascii(text).find(session_in_path);
  if (session != std::string::npos) text.resize(session);
  return text + without_tracking(url->query());
}

std::string loose_link(std::string_view link) {
  return loosened(canonical_link(link));
}

std::string hostless_link(std::string_view link) {
  const std::string text = loose_link(link);
  const std::size_t path = text.find('/');
  if (path == std::string::npos || text.find("://") != std::string::npos) return {};
  return text.substr(path);
}

model::ItemKeys identity(const model::Item& item, model::Identity by) {
  model::ItemKeys keys;
  const std::string_view body = item.content.empty() ? item.summary : item.content;
  const std::string_view guid = trim_xml(item.guid);
  keys.title_hash = key_of("title", {item.title});
  keys.content_hash = key_of("content", {body});
  std::string link;
  if (!item.link.empty()) {
    link = canonical_link(item.link);
    keys.link = key_of("link", {loosened(link)});
  }
  if (!guid.empty() && by == model::Identity::guid) {
    keys.kind = model::ItemKeys::Kind::guid;
    keys.best = key_of("guid", {steady_guid(guid)});
  } else if (!link.empty() && by == model::Identity::link) {
    keys.kind = model::ItemKeys::Kind::link;
    keys.best = keys.link.value_or(base::Key128{});
  } else if (!link.empty()) {
    keys.kind = model::ItemKeys::Kind::link_title;
    keys.best = key_of("link-title", {link, item.title});
  } else {
    keys.kind = model::ItemKeys::Kind::title_content;
    keys.best = key_of("title-content", {item.title, body});
  }
  return keys;
}

std::vector<model::ItemKeys> document_keys(const std::vector<model::Item>& items,
                                           model::Identity by) {
  std::vector<model::ItemKeys> keys;
  keys.reserve(items.size());
  for (const model::Item& item : items)
    keys.push_back(identity(item, by));
  std::map<base::Key128, std::size_t> first_with;
  std::set<std::size_t> shared;
  for (std::size_t index = 0; index < items.size(); ++index) {
    const auto [first, alone] = first_with.emplace(keys[index].best, index);
    if (!alone && differ(keys[first->second], keys[index])) shared.insert({first->second, index});
  }
  for (const std::size_t index : shared) {
    keys[index] = identity(items[index], model::Identity::link_title);
  }
  return keys;
}

Unclean unclean(const std::vector<model::Item>& items, const std::vector<model::ItemKeys>& keys) {
  std::vector<std::string_view> guids;
  std::vector<std::string_view> links;
  Unclean found;
  found.items = items.size();
  std::size_t without_guid = 0;
  for (std::size_t index = 0; index < items.size(); ++index) {
    guids.push_back(trim_xml(items[index].guid));
    without_guid += guids.back().empty() ? 1U : 0U;
    const std::optional<base::Key128>& link = keys[index].link;
    links.push_back(link ? base::bytes_of(*link) : std::string_view());
    found.links += link ? 0U : 1U;
  }
  found.guids = shared_by_different(guids, keys);
  if (without_guid < items.size()) found.guids += without_guid;
  found.links += shared_by_different(links, keys);
  return found;
}

model::Identity fitting(const Unclean& document) {
  if (!too_many(document.guids, document.items)) return model::Identity::guid;
  return too_many(document.links, document.items) ? model::Identity::link_title
                                                  : model::Identity::link;
}

Trusted next_identity(const Trusted& before, const Unclean& document, base::TimePoint now) {
  if (document.items == 0) return before;
  const model::Identity fits = fitting(document);
  if (fits != model::Identity::guid) return {.by = std::max(fits, before.by), .unclean = now};
  const bool long_clean = before.unclean && now - *before.unclean >= clean_again_after;
  if (before.by != model::Identity::guid && !long_clean) return before;
  return {};
}

}  // namespace feed
