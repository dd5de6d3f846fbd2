#include "net/transfer.h"

#include <algorithm>
#include <exception>

#include "base/text.h"
#include "net/caching.h"
#include "net/trouble.h"

namespace net {
namespace {

using Kind = model::Trouble::Kind;

constexpr std::size_t most_discarded = 64U
                                       << 10U;  ///< of a body nobody reads, to keep the connection
constexpr std::size_t inflation_free = 1U << 20U;  ///< below this any ratio may be
constexpr std::size_t reserve_most = 1U << 20U;    ///< what a Content-Length is believed at once

bool has_document(int status) {
  return status == 200 || status == 203 || status == 226;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Servers that refuse a request for its form may take a plainer one.
bool refuses_form(int status) {
  return status == 400 || status == 405 || status == 406 || status == 501;
}

std::string too_large(const char* what, std::size_t limit) {
  return std::string("the document is larger than the limit of ") + std::to_string(limit) +
         " bytes" + what;
}

}  // namespace

Transfer::Transfer(Request request,
                   AddressGuard guard,
                   const ClientOptions& options,
                   base::SteadyPoint now)
    : options_(options),
      request_(std::move(request)),
      dialling_{std::move(guard), std::nullopt},
      began_(now) {
  response_.ticket = request_.ticket;
}

Transfer::Next Transfer::begin(Easy& easy, base::SteadyPoint now) {
  auto url = base::Url::parse(request_.feed.address);
  if (!url) {
    return end_failed({Kind::refused, 0, url.error().message}, now);
  }
  home_ = *url;
  url_ = std::move(*url);
  if (url_.scheme() != "http" && url_.scheme() != "https") {
    return end_failed({Kind::refused, 0, "only http and https are fetched, not " + url_.display()},
                      now);
  }
  visited_.push_back(url_.str());
  return ask(easy, now);
}

Transfer::Next Transfer::ask(Easy& easy, base::SteadyPoint now) {
  if (now - began_ >= options_.limits.total) {
    return end_failed(
        {Kind::timeout, 0, "the visit took longer than " + show_span(options_.limits.total)}, now);
  }
  head_ = AnswerHead{};
  stopped_ = model::Trouble{};
  dialling_.refused.reset();
  received_ = 0;
  response_.body.clear();
  detail_.front() = '\0';
  handle_ = easy.get();
  if (!request_.feed.proxy.empty()) {
    // The proxy is trusted to look names up; an address written out is still checked here.
    if (const auto refused = dialling_.guard.refusal_of_host(url_.host(), url_.port())) {
      return end_failed({Kind::refused, 0, "not asked: " + *refused + " (" + url_.display() + ")"},
                        now);
    }
  }
  if (visited_.size() > 1 || manner_ != Manner::usual) {
    easy.reset();  // a first hop gets its handle clean
  }
  set_policy(easy, now);
  set_who(easy);
  set_headers(easy);
  set_callbacks(easy);
  return Next::ask;
}

Transfer::Next Transfer::ask_plainly(Easy& easy, base::SteadyPoint now) {
  manner_ = Manner::plain;
  return ask(easy, now);
}

Transfer::Next Transfer::finish(Easy& easy, CURLcode code, base::SteadyPoint now) {
  response_.status = head_.status;
  response_.wire_bytes += static_cast<std::size_t>(std::max<curl_off_t>(
      easy.size(CURLINFO_SIZE_DOWNLOAD_T) + easy.number(CURLINFO_HEADER_SIZE), 0));
  if (stopped_.kind != Kind::none) {
    return end_failed(stopped_, now);
  }
  const bool whole_head = head_.complete && head_.status >= 200;
  if (code != CURLE_OK && (!whole_head || has_document(head_.status))) {
    const bool damaged = code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_WRITE_ERROR;
    if (damaged && manner_ == Manner::usual) {
      return ask_plainly(easy, now);
    }
    return end_failed(trouble_of(easy, code, now), now);
  }
  if (is_redirect(head_.status)) {
    return follow(easy, now);
  }
  if (refuses_form(head_.status) && manner_ == Manner::usual) {
    return ask_plainly(easy, now);
  }
  return end(easy, now);
}

Transfer::Next Transfer::follow(Easy& easy, base::SteadyPoint now) {
  if (head_.location.empty()) {
    return end_failed({Kind::redirects, head_.status, "a redirect that does not say where to"},
                      now);
  }
  auto target = url_.resolve(head_.location);
  if (!target) {
    return end_failed({Kind::redirects,
                       head_.status,
                       target.error().in("a redirect to an unfit address").message},
                      now);
  }
  if (target->scheme() != "http" && target->scheme() != "https") {
    return end_failed(
        {Kind::refused, head_.status, "a redirect to " + target->display() + " is not followed"},
        now);
  }
  if (url_.scheme() == "https" && target->scheme() == "http") {
    return end_failed({Kind::refused,
                       head_.status,
                       "a redirect from https to " + target->display() + " is not followed"},
                      now);
  }
  if (std::find(visited_.begin(), visited_.end(), target->str()) != visited_.end()) {
    return end_failed(
        {Kind::redirects, head_.status, "the redirects go in a circle at " + target->display()},
        now);
  }
  if (visited_.size() > static_cast<std::size_t>(max_redirects)) {
    return end_failed({Kind::redirects,
                       head_.status,
                       "more than " + std::to_string(max_redirects) + " redirects"},
                      now);
  }
  all_permanent_ = all_permanent_ && (head_.status == 301 || head_.status == 308);
  visited_.push_back(target->str());
  url_ = std::move(*target);
  return ask(easy, now);
}

void Transfer::fill_from_head() {
  const base::TimePoint clock = base::SystemClock().now();
  response_.final_url = url_.str();
  response_.permanent = visited_.size() > 1 && all_permanent_;
  response_.content_type = base::printable(head_.content_type);
  response_.content_location = base::printable(head_.content_location);
  response_.fresh_for = fresh_for(head_.times, clock);
  response_.retry_after = retry_after(head_.times, head_.status, clock);
}

Transfer::Next Transfer::end(Easy& /*easy*/, base::SteadyPoint now) {
  fill_from_head();
  const bool fits_304 = head_.status == 304 && asked_validators_;
  if (!has_document(head_.status) && !fits_304) {
    model::Trouble trouble = trouble_of_status(head_);
    if (visited_.size() > 1) {
      trouble.message += ", after redirects to " + url_.display();
    }
    return end_failed(std::move(trouble), now);
  }
  response_.validators = {head_.etag, head_.last_modified, url_.origin()};
  response_.kind = fits_304 ? Response::Kind::not_modified : Response::Kind::body;
  response_.took = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_);
  return Next::done;
}

Transfer::Next Transfer::end_failed(model::Trouble trouble, base::SteadyPoint now) {
  give_up(std::move(trouble), now);
  return Next::done;
}

void Transfer::give_up(model::Trouble trouble, base::SteadyPoint now) {
  response_.kind = Response::Kind::failed;
  response_.trouble = std::move(trouble);
  response_.trouble.message = response_.trouble.message.empty()
                                  ? "out of memory"
                                  : base::printable(response_.trouble.message);
  response_.body.clear();
  if (response_.final_url.empty()) {
    response_.final_url = url_.str();
  }
  response_.took = std::chrono::duration_cast<std::chrono::milliseconds>(now - began_);
}

model::Trouble Transfer::trouble_of(const Easy& easy, CURLcode code, base::SteadyPoint now) const {
  const bool unsettled = code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK;
  if (unsettled && dialling_.refused) {
    return {Kind::refused, 0, "not asked: " + *dialling_.refused + " (" + url_.display() + ")"};
  }
  Failure failure;
  failure.code = code;
  failure.detail = detail_.data();
  failure.system_error = easy.number(CURLINFO_OS_ERRNO);
  failure.connected = easy.size(CURLINFO_CONNECT_TIME_T) > 0;
  failure.head_complete = head_.complete;
  failure.past_deadline = now - began_ >= options_.limits.total;
  model::Trouble trouble = trouble_of_failure(failure, url_, options_.limits);
  trouble.status = head_.status;
  return trouble;
}

std::size_t Transfer::on_header(char* line, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  try {
    if (transfer.head_.take({line, size})) {
      return size;
    }
    transfer.stopped_ = {
        Kind::too_large, 0, "the answer has more than " + std::to_string(max_headers) + " headers"};
  } catch (const std::exception& problem) {
    transfer.stopped_.kind = Kind::internal;
  }
  return 0;
}

std::size_t Transfer::on_body(char* bytes, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  try {
    return transfer.take_body({bytes, size}) ? size : 0;
  } catch (const std::exception& problem) {
    transfer.stopped_.kind = Kind::internal;
    return 0;
  }
}

int Transfer::on_progress(
    void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t limit = transfer.request_.feed.max_size;
  if (received < 0 || static_cast<std::size_t>(received) <= limit) {
    return 0;
  }
  try {
    transfer.stopped_ = {Kind::too_large, transfer.head_.status, too_large(" on the wire", limit)};
  } catch (const std::exception& problem) {
    transfer.stopped_.kind = Kind::internal;
  }
  return 1;
}

bool Transfer::take_body(std::string_view bytes) {
  received_ += bytes.size();
  if (!has_document(head_.status)) {
    return received_ <= most_discarded;
  }
  const std::size_t limit = request_.feed.max_size;
  if (received_ > limit) {
    stopped_ = {Kind::too_large, head_.status, too_large("", limit)};
    return false;
  }
  if (received_ > inflation_free) {
    curl_off_t wire = 0;
    (void)curl_easy_getinfo(handle_, CURLINFO_SIZE_DOWNLOAD_T, &wire);  // it stays 0 where unknown
    // libcurl counts a piece only after it was decoded, so that one may be missing.
    const std::size_t sent =
        static_cast<std::size_t>(std::max<curl_off_t>(wire, 0)) + CURL_MAX_WRITE_SIZE;
    if (received_ / max_inflation > sent) {
      stopped_ = {Kind::too_large,
                  head_.status,
                  "the compressed document grows more than " + std::to_string(max_inflation) +
                      " times when unpacked"};
      return false;
    }
  }
  if (response_.body.empty() && head_.content_length > bytes.size()) {
    response_.body.reserve(std::min({head_.content_length, limit, reserve_most}));
  }
  response_.body.append(bytes);
  return true;
}

}  // namespace net
