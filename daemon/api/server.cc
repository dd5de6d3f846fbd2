#include "api/server.h"

#include <exception>
#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "api/event_stream.h"
#include "api/session.h"
#include "api/shared.h"
#include "api/socket.h"

namespace api {
namespace {

namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;
using Failed = boost::system::error_code;

constexpr std::chrono::seconds accept_pause{
    1};  ///< after accept failed, most likely for want of descriptors

}  // namespace

struct Server::State {
  State(ServerOptions options,
        Control& control,
        const base::Clock& clock,
        base::Log& log,
        ListeningSocket listening)
      : file(std::move(listening)),
        shared(std::move(options), control, clock, log),
        acceptor(shared.io, Protocol(), file.release()),
        pause(shared.io) {}

  void accept();
  void accept_later(Failed failed);
  void on_accept(Failed failed, Protocol::socket socket);
  void look_for_agents() const;

  ListeningSocket file;
  Shared shared;
  Protocol::acceptor acceptor;
  asio::steady_timer pause;
  bool accept_trouble = false;
};

void Server::State::look_for_agents() const {
  for (const auto& weak : shared.streams) {
    if (const auto stream = weak.lock()) {
      stream->look();
    }
  }
}

void Server::State::accept() {
  acceptor.async_accept(
      [this](Failed failed, Protocol::socket socket) { on_accept(failed, std::move(socket)); });
}

void Server::State::accept_later(Failed failed) {
  if (!accept_trouble) {
    shared.log.warning("the API cannot take connections", {{"reason", failed.message()}});
  }
  accept_trouble = true;
  pause.expires_after(accept_pause);
  pause.async_wait([this](Failed cancelled) {
    if (!cancelled) {
      accept();
    }
  });
}

void Server::State::on_accept(Failed failed, Protocol::socket socket) {
  if (failed) {
    accept_later(failed);
    return;
  }
  accept_trouble = false;
  if (shared.connections >= max_connections) {
    turn_away(std::move(socket));
  } else {
    std::string user = user_of_peer(socket.native_handle());
    serve({std::move(socket), Slot(shared), std::move(user)}, shared);
  }
  accept();
}

base::Result<std::unique_ptr<Server>> Server::open(ServerOptions options,
                                                   Control& control,
                                                   const base::Clock& clock,
                                                   base::Log& log) {
  auto listening = ListeningSocket::open(options.socket);
  if (!listening) {
    return base::fail(listening.error());
  }
  return std::unique_ptr<Server>(new Server(
      std::make_unique<State>(std::move(options), control, clock, log, *std::move(listening))));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {
  state_->accept();
}

Server::~Server() = default;

void Server::run() {
  while (!state_->shared.io.stopped()) {
    try {
      state_->shared.io.run();
    } catch (const std::exception& error) {
      // One connection's failing; the others go on.
      state_->shared.log.error("a connection to the API failed", {{"reason", error.what()}});
    }
  }
}

void Server::stop() noexcept {
  state_->shared.io.stop();
}

void Server::wake_agents() noexcept {
  try {
    asio::post(state_->shared.io, [this] { state_->look_for_agents(); });
  } catch (const std::exception& error) {
    // Streams look by themselves before long.
    state_->shared.log.warning("agents cannot be woken", {{"reason", error.what()}});
  }
}

}  // namespace api
