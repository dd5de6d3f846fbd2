#include "api/client.h"

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "api/local_stream.h"
#include "api/read.h"
#include "api/sse.h"

namespace api {
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace {

using Failed = beast::error_code;
using Parser = http::response_parser<http::buffer_body>;

base::Error describe(Failed failed) {
  if (failed == boost::asio::error::operation_aborted) {
    return {base::Cause::cancelled, "stopped while waiting for the daemon"};
  }
  if (failed == boost::asio::error::timed_out) {
    return {base::Cause::unavailable, "the daemon does not answer"};
  }
  if (failed == http::error::end_of_stream || failed == http::error::partial_message) {
    return {base::Cause::unavailable, "the daemon closed the connection"};
  }
  return {base::Cause::unavailable, "the daemon cannot be talked to: " + failed.message()};
}

/// One request on a connection of its own; the body of the answer is read in pieces.
class Exchange final {
 public:
  explicit Exchange(LocalStream stream) : stream_(std::move(stream)) {
    parser_.body_limit(boost::none);  // each reader has a limit of its own
  }

  base::Status ask(http::verb verb, std::string_view target, std::string_view json);
  [[nodiscard]] int status() const { return static_cast<int>(parser_.get().result_int()); }

  /// Hands the body over as it comes until all of it came, or `take` says false.
  base::Status read(const std::function<bool(std::string_view)>& take);

 private:
  LocalStream stream_;
  beast::flat_buffer buffer_{128U << 10U};
  Parser parser_;
};

base::Status Exchange::ask(http::verb verb, std::string_view target, std::string_view json) {
  http::request<http::string_body> request(verb, {target.data(), target.size()}, 11);
  request.set(http::field::host, "newswatch");
  request.set(http::field::connection, "close");
  if (verb == http::verb::post) {
    request.set(http::field::content_type, "application/json");
    request.body() = json;
    request.prepare_payload();
  }
  Failed failed;
  http::write(stream_, request, failed);
  // One who refuses may close before all was written; what it says is still there to be read.
  Failed unread;
  http::read_header(stream_, buffer_, parser_, unread);
  if (unread) {
    return base::fail(describe(failed ? failed : unread));
  }
  return {};
}

base::Status Exchange::read(const std::function<bool(std::string_view)>& take) {
  std::array<char, 16384> piece{};
  while (!parser_.is_done()) {
    auto& body = parser_.get().body();
    body.data = piece.data();
    body.size = piece.size();
    Failed failed;
    http::read_some(stream_, buffer_, parser_, failed);
    const std::size_t count = piece.size() - body.size;
    if (count > 0 && !take({piece.data(), count})) {
      return {};
    }
    if (failed && failed != http::error::need_buffer) {
      return base::fail(describe(failed));
    }
  }
  return {};
}

base::Result<std::string> read_text(Exchange& exchange) {
  std::string text;
  bool fits = true;
  const auto read = exchange.read([&](std::string_view piece) {
    fits = text.size() + piece.size() <= max_answer;
    text += fits ? piece : "";
    return fits;
  });
  if (!read) {
    return base::fail(read.error());
  }
  if (!fits) {
    return base::fail(
        base::Cause::limit,
        "the daemon's answer is larger than " + std::to_string(max_answer) + " bytes");
  }
  return text;
}

base::Result<Answer> read_answer(Exchange& exchange) {
  auto text = read_text(exchange);
  if (!text) {
    return base::fail(text.error());
  }
  return Answer{exchange.status(), *std::move(text)};
}

base::Result<Answer> call(const std::filesystem::path& socket,
                          http::verb verb,
                          std::string_view target,
                          std::string_view json) {
  auto stream = LocalStream::connect(socket, max_wait, -1);
  if (!stream) {
    return base::fail(stream.error());
  }
  Exchange exchange(*std::move(stream));
  if (const auto asked = exchange.ask(verb, target, json); !asked) {
    return base::fail(asked.error());
  }
  return read_answer(exchange);
}

/// A file being written; removed again unless it was kept.
class NewFile final {
 public:
  explicit NewFile(std::filesystem::path path)
      : path_(std::move(path)),
        fd_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)),
        error_(fd_.open() ? 0 : errno) {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  NewFile(NewFile&&) = delete;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile() {
    if (fd_.open() && !kept_) {
      (void)::unlink(path_.c_str());  // half a copy helps nobody; the error says that it failed
    }
  }

  [[nodiscard]] bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(fd_.get(), bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR) {
        error_ = errno;
        return false;
      }
      bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
  }
  void keep() {
    kept_ = ::fsync(fd_.get()) == 0;
    error_ = kept_ ? 0 : errno;
  }
  [[nodiscard]] bool sound() const { return error_ == 0; }
  [[nodiscard]] base::Error error() const {
    return {base::Cause::denied,
            "cannot write " + path_.string() + ": " + std::generic_category().message(error_)};
  }

 private:
  std::filesystem::path path_;
  base::Fd fd_;
  int error_;
  bool kept_ = false;
};

/// What the server says instead of a stream, as an error.
base::Error refused(const Answer& answer) {
  const base::Cause cause = answer.status >= 500 ? base::Cause::unavailable : base::Cause::denied;
  return {cause, read_error(answer.body)};
}

}  // namespace

base::Result<Answer> Client::get(std::string_view target) const {
  return call(socket_, http::verb::get, target, {});
}

base::Result<Answer> Client::post(std::string_view target, std::string_view json) const {
  return call(socket_, http::verb::post, target, json);
}

base::Result<Answer> Client::download(std::string_view target,
                                      std::string_view json,
                                      const std::filesystem::path& file) const {
  auto stream = LocalStream::connect(socket_, max_wait, -1);
  if (!stream) {
    return base::fail(stream.error());
  }
  NewFile copy(file);
  if (!copy.sound()) {
    return base::fail(copy.error());
  }
  Exchange exchange(*std::move(stream));
  if (const auto asked = exchange.ask(http::verb::post, target, json); !asked) {
    return base::fail(asked.error());
  }
  if (exchange.status() != 200) {
    return read_answer(exchange);
  }
  const auto read = exchange.read([&](std::string_view piece) { return copy.write(piece); });
  if (!read) {
    return base::fail(read.error());
  }
  if (copy.sound()) {
    copy.keep();
  }
  if (!copy.sound()) {
    return base::fail(copy.error());
  }
  return Answer{200, ""};
}

base::Status Client::follow(std::string_view target,
                            std::chrono::seconds silence,
                            const std::function<bool(std::string_view event_json)>& on_event,
                            int stop) const {
  auto stream = LocalStream::connect(socket_, silence, stop);
  if (!stream) {
    return base::fail(stream.error());
  }
  Exchange exchange(*std::move(stream));
  if (const auto asked = exchange.ask(http::verb::get, target, {}); !asked) {
    return base::fail(asked.error());
  }
  if (exchange.status() != 200) {
    const auto answer = read_answer(exchange);
    return base::fail(answer ? refused(*answer) : answer.error());
  }
  EventReader events(max_event);
  auto outcome = EventReader::Outcome::more;
  auto read = exchange.read([&](std::string_view piece) {
    outcome = events.feed(piece, on_event);
    return outcome == EventReader::Outcome::more;
  });
  if (outcome == EventReader::Outcome::too_long) {
    return base::fail(base::Cause::limit, "the daemon sent an event that is too long");
  }
  return read;
}

}  // namespace api
