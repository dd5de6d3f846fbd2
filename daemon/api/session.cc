#include "api/session.h"

#include <exception>
#include <memory>
#include <optional>

#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "api/actions.h"
#include "api/backup.h"
#include "api/errors.h"
#include "api/event_stream.h"
#include "api/routes.h"
#include "base/hash.h"
#include "base/text.h"

namespace api {
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace {

using Failed = beast::error_code;
using Stream = beast::basic_stream<boost::asio::local::stream_protocol>;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;
using FileResponse = http::response<http::file_body>;
using FileSerializer = http::response_serializer<http::file_body>;

std::string_view view(boost::core::string_view text) {
  return {text.data(), text.size()};
}

/// If-None-Match, RFC 9110 section 13.1.2: weak comparison with each of a list.
bool names_etag(std::string_view header, std::string_view etag) {
  for (std::string_view part : base::split(header, ',')) {
    part = base::trim(part);
    if (part.starts_with("W/")) {
      part.remove_prefix(2);
    }
    if (part == "*" || part == etag) {
      return true;
    }
  }
  return false;
}

bool is_json(const Request& request) {
  const std::string_view type = view(request[http::field::content_type]);
  return base::equal_ignoring_case(base::trim(type.substr(0, type.find(';'))), "application/json");
}

/// What a request that could not be read is told; nothing for a connection that is simply over.
std::optional<Reply> refusal(Failed failed) {
  if (failed == http::error::header_limit || failed == http::error::buffer_overflow) {
    return error_reply(
        431, "the request's header is larger than " + std::to_string(max_header) + " bytes");
  }
  if (failed == http::error::body_limit) {
    return error_reply(413,
                       "the request's body is larger than " + std::to_string(max_body) + " bytes");
  }
  const bool over = failed == http::error::end_of_stream || failed == http::error::partial_message;
  if (!over && failed.category() == make_error_code(http::error::bad_method).category()) {
    return error_reply(400, "not an HTTP/1.1 request: " + failed.message());
  }
  return std::nullopt;
}

class Session final : public std::enable_shared_from_this<Session> {
 public:
  Session(Connection connection, Shared& shared)
      : stream_(std::move(connection.socket)),
        slot_(std::move(connection.slot)),
        user_(std::move(connection.user)),
        shared_(shared) {}

  void read();

 private:
  void on_read(Failed failed);
  void handle();
  Reply get();
  Reply post(const Found& found);
  void send(Reply reply, bool keep);
  void send_copy();
  void send_more_of_copy();
  void become_stream();
  [[nodiscard]] store::Reader& reader();

  Stream stream_;
  Slot slot_;
  std::string user_;
  Shared& shared_;
  beast::flat_buffer buffer_{max_header + max_body};
  std::unique_ptr<http::request_parser<http::string_body>> parser_;
  Response response_;
  FileResponse copy_;
  std::unique_ptr<FileSerializer> copy_serializer_;
};

void Session::read() {
  parser_ = std::make_unique<http::request_parser<http::string_body>>();
  parser_->header_limit(max_header);
  parser_->body_limit(max_body);
  stream_.expires_after(shared_.options.patience);
  http::async_read(
      stream_, buffer_, *parser_, [self = shared_from_this()](Failed failed, std::size_t) {
        self->on_read(failed);
      });
}

void Session::on_read(Failed failed) {
  if (failed) {
    if (auto reply = refusal(failed)) {
      send(*std::move(reply), false);
    }
    return;
  }
  try {
    handle();
  } catch (const store::Broken& broken) {
    shared_.reader.reset();
    shared_.log.error("the API cannot read the store", {{"reason", broken.what()}});
    send(error_reply(503, std::string("the store failed: ") + broken.what()), false);
  } catch (const std::exception& error) {
    shared_.log.error("a request to the API failed", {{"reason", error.what()}});
    send(error_reply(500, std::string("this request failed: ") + error.what()), false);
  }
}

store::Reader& Session::reader() {
  if (!shared_.reader) {
    shared_.reader = shared_.options.open_reader();
  }
  if (!shared_.reader) {
    throw store::Broken("the database cannot be opened", false);
  }
  return *shared_.reader;
}

void Session::handle() {
  const Request& request = parser_->get();
  const bool keep = request.keep_alive();
  if (request.method() != http::verb::get && request.method() != http::verb::post) {
    return send(error_reply(405, "only GET and POST are known here"), keep);
  }
  const auto target = parse_target(view(request.target()));
  if (!target) {
    return send(error_reply(target.error()), keep);
  }
  const Method method = request.method() == http::verb::get ? Method::get : Method::post;
  const auto found = find_route(method, *target);
  if (!found) {
    return send(no_such_address(method, *target), keep);
  }
  if (found->route == Route::delivery_stream) {
    return become_stream();
  }
  if (method == Method::get) {
    return send(get(), keep);
  }
  if (!is_json(request)) {
    return send(error_reply(415, "POST wants Content-Type: application/json"), keep);
  }
  if (found->route == Route::backup) {
    return send_copy();
  }
  send(post(*found), keep);
}

Reply Session::get() {
  return answer(
      view(parser_->get().target()), reader(), shared_.control.status(), shared_.clock.now());
}

Reply Session::post(const Found& found) {
  return act(found, parser_->get().body(), user_, shared_.control);
}

void Session::send(Reply reply, bool keep) {
  response_ = {};
  response_.version(11);
  response_.result(static_cast<unsigned>(reply.status));
  response_.set(http::field::content_type, reply.content_type);
  response_.set(http::field::cache_control, "no-cache");
  if (reply.status == 200 && reply.content_type.starts_with("application/atom+xml")) {
    const std::string etag = '"' + base::hex(base::bytes_of(base::key128(reply.body))) + '"';
    response_.set(http::field::etag, etag);
    if (names_etag(view(parser_->get()[http::field::if_none_match]), etag)) {
      response_.result(http::status::not_modified);
      reply.body.clear();
    }
  }
  if (reply.status == 405) {
    response_.set(http::field::allow, "GET, POST");
  }
  response_.body() = std::move(reply.body);
  response_.keep_alive(keep);
  response_.prepare_payload();
  stream_.expires_after(shared_.options.patience);
  http::async_write(stream_, response_, [self = shared_from_this()](Failed failed, std::size_t) {
    if (!failed && self->response_.keep_alive()) {
      self->read();
    }
  });
}

void Session::send_copy() {
  auto made = make_copy(shared_.control);
  if (!made) {
    return send(error_reply(made.error()), false);
  }
  Failed failed;
  beast::file_posix file;
  file.native_handle(made->release());
  copy_.version(11);
  copy_.result(http::status::ok);
  copy_.set(http::field::content_type, "application/octet-stream");
  copy_.keep_alive(false);
  copy_.body().reset(std::move(file), failed);
  if (failed) {
    return send(error_reply(503, "the copy cannot be read: " + failed.message()), false);
  }
  copy_.prepare_payload();
  copy_serializer_ = std::make_unique<FileSerializer>(copy_);
  send_more_of_copy();
}

/// A piece at a time, each with the whole patience: a large copy may take long, a receiver that
/// stops may not.
void Session::send_more_of_copy() {
  stream_.expires_after(shared_.options.patience);
  http::async_write_some(
      stream_, *copy_serializer_, [self = shared_from_this()](Failed failed, std::size_t) {
        if (!failed && !self->copy_serializer_->is_done()) {
          self->send_more_of_copy();
        }
      });
}

void Session::become_stream() {
  if (user_.empty()) {
    return send(error_reply(403, "whose agent this is cannot be told"), false);
  }
  stream_.expires_never();
  EventStream::start({stream_.release_socket(), std::move(slot_), std::move(user_)}, shared_);
}

}  // namespace

void serve(Connection connection, Shared& shared) {
  std::make_shared<Session>(std::move(connection), shared)->read();
}

void turn_away(boost::asio::local::stream_protocol::socket socket) {
  Response response(http::status::service_unavailable, 11);
  response.set(http::field::content_type, "application/json");
  response.body() = error_reply(503, "too many connections; try again in a moment").body;
  response.keep_alive(false);
  response.prepare_payload();
  Failed ignored;  // a fresh socket takes this little at once; where it does not, the close must do
  socket.non_blocking(true, ignored);
  http::write(socket, response, ignored);
}

}  // namespace api
