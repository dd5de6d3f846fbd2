#include "net/fetch_once.h"

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>
#include <utility>

#include <unistd.h>

#include "base/log.h"
#include "base/mailbox.h"
#include "base/text.h"
#include "net/answer_head.h"
#include "net/curl.h"
#include "net/dialling.h"
#include "net/trouble.h"

namespace net {
namespace {

/// A transfer that libcurl gives up at once is noticed when the loop next wakes.
constexpr std::chrono::milliseconds look_again{50};

/// What the callbacks see of one post.
struct Exchange {
  const Post* request = nullptr;
  AnswerHead head;
  PostAnswer answer;
  std::size_t given = 0;  ///< bytes of the body libcurl has taken
  bool enough = false;    ///< the answer is read as far as we want it
};

std::size_t on_header(char* line, std::size_t, std::size_t size, void* self) noexcept {
  try {
    return static_cast<Exchange*>(self)->head.take({line, size}) ? size : 0;
  } catch (const std::exception&) {
    return 0;  // libcurl reports the failure
  }
}

std::size_t on_answer(char* bytes, std::size_t, std::size_t size, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  try {
    const std::size_t room = exchange.request->max_answer - exchange.answer.body.size();
    exchange.answer.body.append(bytes, std::min(room, size));
    exchange.enough = room <= size;
    return exchange.enough ? 0 : size;
  } catch (const std::exception&) {
    return 0;  // libcurl reports the failure
  }
}

std::size_t on_request(char* buffer, std::size_t, std::size_t size, void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::size_t count = exchange.request->body.copy(buffer, size, exchange.given);
  exchange.given += count;
  return count;
}

/// libcurl begins again where a server closed the connection before it read anything.
int on_seek(void* self, curl_off_t offset, int origin) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  if (origin != SEEK_SET || offset < 0 ||
      static_cast<std::size_t>(offset) > exchange.request->body.size()) {
    return CURL_SEEKFUNC_FAIL;
  }
  exchange.given = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

bool fits(const model::Header& header) {
  const auto breaks = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  const std::string& value = header.value.reveal();
  return !header.name.empty() && header.name.find(':') == std::string::npos &&
         std::none_of(header.name.begin(), header.name.end(), breaks) &&
         std::none_of(value.begin(), value.end(), breaks);
}

base::Result<Slist> headers_of(const Post& request) {
  Slist list;
  for (const model::Header& header : request.headers) {
    if (!fits(header)) {
      return base::fail(
          base::Cause::invalid,
          "the header " + base::printable(header.name) + " holds a line break or a colon");
    }
    const std::string& value = header.value.reveal();
    list.add(value.empty() ? header.name + ";" : header.name + ": " + value);
  }
  list.add("Expect:");  // no waiting for "100 Continue"
  return list;
}

void set_transport(Easy& easy, const Post& request, std::chrono::milliseconds limit) {
  const base::Url& url = request.url;
  easy.set(CURLOPT_URL, url.origin() + url.path() + url.query());
  easy.set(CURLOPT_NOSIGNAL, 1L);
  easy.set(CURLOPT_QUICK_EXIT, 1L);
  easy.set(CURLOPT_PROXY, "");  // those of the environment stay out
  easy.set(CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
  easy.set(CURLOPT_CONNECTTIMEOUT_MS,
           static_cast<long>(std::min<std::chrono::milliseconds>(limit, connect_limit).count()));
  easy.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  easy.set(CURLOPT_CAINFO, request.ca_file.empty() ? default_ca_file : request.ca_file.c_str());
  easy.set(CURLOPT_USERAGENT, "newswatch");
  if (!url.user_info().empty()) {
    easy.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    easy.set(CURLOPT_USERPWD, url.user_info());
  }
}

void set_exchange(Easy& easy, Exchange& exchange) {
  void* const self = &exchange;
  easy.set(CURLOPT_POST, 1L);
  if (exchange.request->body.empty()) {
    easy.set(CURLOPT_POSTFIELDS, "");
  }
  // Only the size in 64 bits is right for every body.
  (void)curl_easy_setopt(easy.get(),
                         CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(exchange.request->body.size()));
  easy.set(CURLOPT_READFUNCTION, &on_request);
  easy.set(CURLOPT_READDATA, self);
  easy.set(CURLOPT_SEEKFUNCTION, &on_seek);
  easy.set(CURLOPT_SEEKDATA, self);
  easy.set(CURLOPT_HEADERFUNCTION, &on_header);
  easy.set(CURLOPT_HEADERDATA, self);
  easy.set(CURLOPT_WRITEFUNCTION, &on_answer);
  easy.set(CURLOPT_WRITEDATA, self);
}

base::Error error_of(const Easy& easy,
                     CURLcode code,
                     const Exchange& exchange,
                     std::string detail) {
  Failure failure;
  failure.code = code;
  failure.detail = std::move(detail);
  failure.system_error = easy.number(CURLINFO_OS_ERRNO);
  failure.connected = easy.size(CURLINFO_CONNECT_TIME_T) > 0;
  failure.head_complete = exchange.head.complete;
  failure.past_deadline = failure.connected;
  TimeLimits limits;
  limits.total = std::chrono::ceil<std::chrono::milliseconds>(
      std::chrono::microseconds(easy.size(CURLINFO_TOTAL_TIME_T)));
  std::string message = trouble_of_failure(failure, exchange.request->url, limits).message;
  if (code == CURLE_OPERATION_TIMEDOUT && failure.connected) {
    message = "no answer in time";
  }
  const bool sent =
      exchange.given == exchange.request->body.size() && easy.number(CURLINFO_REQUEST_SIZE) > 0;
  return {base::Cause::unavailable,
          sent ? message + ", after the whole request was sent" : message};
}

}  // namespace

base::Result<PostAnswer> post(const Post& request, std::chrono::milliseconds limit) {
  if (request.url.scheme() != "http" && request.url.scheme() != "https") {
    return base::fail(base::Cause::denied, "only http and https can be posted to");
  }
  auto guard = AddressGuard::with(request.allow_private);
  if (!guard) {
    return base::fail(std::move(guard).error());
  }
  auto headers = headers_of(request);
  if (!headers) {
    return base::fail(std::move(headers).error());
  }
  Dialling dialling{std::move(*guard), std::nullopt};
  Exchange exchange;
  exchange.request = &request;
  std::array<char, CURL_ERROR_SIZE> detail{};
  Easy easy;
  set_transport(easy, request, std::max(limit, std::chrono::milliseconds(1)));
  set_exchange(easy, exchange);
  install(dialling, easy);
  easy.set(CURLOPT_HTTPHEADER, static_cast<void*>(headers->get()));
  easy.set(CURLOPT_ERRORBUFFER, static_cast<void*>(detail.data()));

  const CURLcode code = curl_easy_perform(easy.get());
  const bool unsettled = code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK;
  if (unsettled && dialling.refused) {
    return base::fail(base::Cause::denied, *dialling.refused + " (" + request.url.display() + ")");
  }
  const bool answered = exchange.head.complete && exchange.head.status >= 200;
  if (code != CURLE_OK && !answered) {
    return base::fail(error_of(easy, code, exchange, detail.data()));
  }
  exchange.answer.status = exchange.head.status;
  exchange.answer.retry_after =
      retry_after(exchange.head.times, exchange.head.status, base::SystemClock().now());
  return std::move(exchange.answer);
}

Response fetch(Request request, ClientOptions options) {
  base::Log log(STDERR_FILENO, base::log_style_here(), base::Level::error);
  base::Mailbox<Response> answers(1);
  Client client(std::move(options), answers, log);
  client.start(std::move(request));
  while (client.in_flight() > 0) {
    client.step(look_again);
  }
  return answers.take_now().value_or(Response{});  // there is one, by the client's word
}

}  // namespace net
