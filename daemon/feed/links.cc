#include "feed/links.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace feed {
namespace {

/// Schemes whose "links" are programs or documents of their own. No feed needs them.
constexpr std::array<std::string_view, 4> refused_schemes = {
    "javascript", "vbscript", "data", "blob"};

bool refused(const base::Url& url) {
  return std::find(refused_schemes.begin(), refused_schemes.end(), url.scheme()) !=
         refused_schemes.end();
}

}  // namespace

LinkBase::LinkBase(const Hints& hints) {
  if (auto url = base::Url::parse(hints.url)) url_ = *std::move(url);
  if (!hints.content_location.empty()) *this = within(hints.content_location);
  declared_ = false;
}

LinkBase LinkBase::within(std::string_view reference) const {
  LinkBase inner;
  auto url = url_ ? url_->resolve(reference) : base::Url::parse(reference);
  inner.declared_ = url ? true : declared_;
  inner.url_ = url ? std::optional<base::Url>(*std::move(url)) : url_;
  return inner;
}

std::string LinkBase::absolute(std::string_view reference) const {
  reference = base::trim(reference);
  if (reference.empty()) return {};
  auto url = url_ ? url_->resolve(reference) : base::Url::parse(reference);
  if (!url) return std::string(reference);
  return refused(*url) ? std::string() : url->str();
}

std::string LinkBase::absolute_href(std::string_view href) const {
  if (!base::trim(href).empty() || !declared_ || !url_) return absolute(href);
  return url_->str();
}

bool is_web_url(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find("://"));
  const bool web =
      base::equal_ignoring_case(scheme, "http") || base::equal_ignoring_case(scheme, "https");
  return web && scheme.size() + 3 < text.size() &&
         text.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace feed
