#include "agent/follower.h"

#include <algorithm>
#include <utility>

#include <poll.h>

#include "base/text.h"

namespace agent {
namespace {

constexpr std::size_t max_waiting =
    1000;  ///< offers gathered before they are shown whatever is said to follow

}  // namespace

Follower::Follower(FindSocket find_socket, Notifier& notifier, base::Log& log, int stop)
    : find_socket_(std::move(find_socket)), notifier_(notifier), log_(log), stop_(stop) {}

void Follower::run() {
  std::chrono::milliseconds pause = first_wait;
  do {
    answered_ = false;
    waiting_.clear();
    const base::Status ended = follow_once();
    if (answered_) {
      pause = first_wait;
    }
    if (!ended && ended.error().cause == base::Cause::cancelled) {
      return;
    }
    tell(ended ? "the daemon ended the stream" : ended.error().message);
    if (!wait(pause)) {
      return;
    }
    pause = std::min(pause * 2, longest_wait);
  } while (true);
}

base::Status Follower::follow_once() {
  const auto socket = find_socket_();
  if (!socket) {
    return base::fail(socket.error());
  }
  const api::Client client(*socket);
  return client.follow(
      "/v1/deliveries/stream",
      silence,
      [&](std::string_view json) { return on_event(client, json); },
      stop_);
}

bool Follower::on_event(const api::Client& client, std::string_view json) {
  answered_ = true;
  tell("");
  auto offer = api::read_offer(json);
  if (!offer) {
    log_.warning("an event of the daemon cannot be read", {{"reason", offer.error().message}});
    return true;
  }
  waiting_.push_back(std::move(offer->message));
  if (offer->waiting <= 0 || waiting_.size() >= max_waiting) {
    show_waiting(client);
  }
  return wait(std::chrono::milliseconds(0));
}

/// Up to most_at_once one by one; of more, a summary and the newest, and all count as shown.
void Follower::show_waiting(const api::Client& client) {
  const std::vector<model::Message> all = std::exchange(waiting_, {});
  const std::size_t skipped = all.size() > most_at_once ? all.size() - most_at_once : 0;
  base::Status shown;
  if (skipped > 0) {
    shown = notifier_.show_summary(all.size(), most_at_once);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (shown && i >= skipped) {
      shown = notifier_.show(all[i]);
    }
    // One that failed stands for those after it: a server that hangs would take its time for each.
    settle(client, all[i].idem_key, shown);
  }
  const std::string trouble = shown ? "" : shown.error().message;
  if (!trouble.empty() && trouble != told_of_showing_) {
    log_.warning("alerts cannot be shown; they stay pending", {{"reason", trouble}});
  } else if (trouble.empty() && !told_of_showing_.empty()) {
    log_.info("alerts are shown again");
  }
  told_of_showing_ = trouble;
}

void Follower::settle(const api::Client& client,
                      const std::string& key,
                      const base::Status& shown) {
  if (!shown && shown.error().cause == base::Cause::cancelled) {
    return;  // the lease runs out, and it is offered again
  }
  const auto answer =
      client.post(api::target_of("/v1/deliveries/", key, "/settle"),
                  api::settle_body(shown.has_value(), shown ? "" : shown.error().message));
  if (!answer) {
    log_.warning("the daemon was not told of a delivery; it will offer it again",
                 {{"delivery", key}, {"reason", answer.error().message}});
  } else if (answer->status != 200) {
    log_.warning("the daemon did not take what became of a delivery",
                 {{"delivery", key}, {"reason", api::read_error(answer->body)}});
  }
}

void Follower::tell(const std::string& trouble) {
  if (trouble == told_) {
    return;
  }
  if (trouble.empty()) {
    log_.info("the daemon answers again");
  } else {
    log_.warning("no alerts from the daemon; trying again", {{"reason", trouble}});
  }
  told_ = trouble;
}

bool Follower::wait(std::chrono::milliseconds span) const {
  pollfd stopped{stop_, POLLIN, 0};
  (void)::poll(&stopped, 1, static_cast<int>(span.count()));  // interrupted: asks a little sooner
  return stopped.revents == 0;
}

}  // namespace agent
