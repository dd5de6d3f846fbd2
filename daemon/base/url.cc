#include "base/url.h"

#include <utility>

#include "base/text.h"
#include "base/url_syntax.h"

namespace base {
namespace {

using url_syntax::Scheme;

std::string authority_text(const Url& url) {
  std::string text = "//";
  if (!url.user_info().empty()) text += url.user_info() + "@";
  text += url.host();
  if (url.port() != 0 && url.port() != url_syntax::scheme_named(url.scheme()).port) {
    text += ":" + std::to_string(url.port());
  }
  return text;
}

/// Whether the canonical text has an authority, perhaps an empty one.
bool has_authority(const Url& url) {
  return url.str().compare(url.scheme().size() + 1, 2, "//") == 0;
}

/// What stands between scheme and path.
std::string before_path(const Url& url, bool with_authority) {
  if (with_authority) return authority_text(url);
  return url.path().starts_with("//") ? "/." : "";  // or the path would be read as an authority
}

/// Browsers read `http:x`, `http:/x` and `http:///x` as `http://x`; feeds are written by their
/// authors.
void add_web_slashes(std::string& after_scheme) {
  url_syntax::turn_slashes(after_scheme);
  after_scheme.erase(0, after_scheme.find_first_not_of('/'));
  after_scheme.insert(0, "//");
}

/// RFC 3986, section 5.2.3.
std::string merged(const Url& base, bool base_has_authority, std::string_view relative) {
  if (base_has_authority && base.path().empty()) return "/" + std::string(relative);
  const std::size_t slash = base.path().rfind('/');
  return base.path().substr(0, slash == std::string::npos ? 0 : slash + 1) + std::string(relative);
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  // Cleaning and encoding are linear; this bounds them before they begin.
  if (text.size() > 2 * max_length) return fail(Cause::limit, "the URL is too long");
  const std::string clean = url_syntax::cleaned(text);
  const std::size_t length = url_syntax::scheme_length(clean);
  if (length == 0) {
    return fail(Cause::invalid,
                clean.empty() ? "the URL is empty"
                              : "the URL is relative: it begins with no scheme such as https:");
  }
  Url url;
  url.scheme_ = lower_ascii(std::string_view(clean).substr(0, length));
  const Scheme scheme = url_syntax::scheme_named(url.scheme_);
  std::string rest = clean.substr(length + 1);
  if (scheme.web) add_web_slashes(rest);
  if (url.scheme_ == "file" && rest.starts_with('/') && !rest.starts_with("//"))
    rest.insert(0, "//");

  const url_syntax::PartsView parts = url_syntax::take_apart(rest);
  if (parts.authority) {
    auto authority = url_syntax::parse_authority(*parts.authority);
    if (!authority) return fail(std::move(authority).error());
    url.user_info_ = std::move(authority->user_info);
    url.host_ = std::move(authority->host);
    url.port_ = authority->port;
  }
  if (url.host_.empty() && (scheme.needs_host || url.port_ != 0 || !url.user_info_.empty())) {
    return fail(Cause::invalid, "the URL has no host");
  }
  if (url.port_ == 0) url.port_ = scheme.port;
  url.path_ = url_syntax::encode_path(parts.path);
  if (url.path_.starts_with('/')) url.path_ = url_syntax::without_dots(url.path_);
  if (url.path_.empty() && scheme.web) url.path_ = "/";
  url.query_ = url_syntax::encode_query(parts.query);
  url.fragment_ = url_syntax::encode_query(parts.fragment);

  url.text_ = url.scheme_ + ":" + before_path(url, parts.authority.has_value()) + url.path_ +
              url.query_ + url.fragment_;
  if (url.text_.size() > max_length) return fail(Cause::limit, "the URL is too long");
  return url;
}

Result<Url> Url::resolve(std::string_view reference) const {
  if (empty()) return parse(reference);
  if (reference.size() > 2 * max_length) return fail(Cause::limit, "the URL is too long");
  std::string clean = url_syntax::cleaned(reference);
  const bool web = url_syntax::scheme_named(scheme_).web;
  if (const std::size_t length = url_syntax::scheme_length(clean); length != 0) {
    const std::string_view rest = std::string_view(clean).substr(length + 1);
    const bool same =
        web && equal_ignoring_case(std::string_view(clean).substr(0, length), scheme_);
    if (!same || rest.starts_with('/') || rest.starts_with('\\')) return parse(clean);
    clean.erase(0, length + 1);  // `http:x` beside http is a path, for backward compatibility
  }
  if (web) url_syntax::turn_slashes(clean);

  const bool authority = has_authority(*this);
  const bool opaque = !authority && !path_.starts_with('/');
  if (opaque && !clean.empty() && !clean.starts_with('#')) {
    return fail(Cause::invalid, "nothing can be relative to a URL such as " + scheme_ + ":");
  }
  const url_syntax::PartsView parts = url_syntax::take_apart(clean);
  const std::string prefix = scheme_ + ":";
  const std::string end = std::string(parts.query) + std::string(parts.fragment);
  if (parts.authority) return parse(prefix + clean);
  const std::string here = prefix + before_path(*this, authority);
  if (parts.path.empty()) {
    const std::string& query = parts.query.empty() ? query_ : end;
    return parse(here + path_ + query + (parts.query.empty() ? std::string(parts.fragment) : ""));
  }
  if (parts.path.starts_with('/')) return parse(here + std::string(parts.path) + end);
  return parse(here + merged(*this, authority, parts.path) + end);
}

std::string Url::origin() const {
  std::string text = scheme_ + "://" + host_;
  if (port_ != 0 && port_ != url_syntax::scheme_named(scheme_).port) {
    text += ":" + std::to_string(port_);
  }
  return text;
}

std::string Url::display() const {
  if (empty()) return {};
  Url shown = *this;
  shown.user_info_.clear();
  return scheme_ + ":" + before_path(shown, has_authority(*this)) + path_ +
         url_syntax::hide_values(query_) + url_syntax::hide_values(fragment_);
}

}  // namespace base
