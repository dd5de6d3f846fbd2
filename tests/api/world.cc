#include "api/world.h"

#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "alert/decide.h"
#include "alert/object.h"
#include "base/hash.h"

namespace support {
namespace {

template <class Value>
Value must(base::Result<Value> result) {
  if (!result) {
    throw std::runtime_error(result.error().message);
  }
  return *std::move(result);
}

model::Alert alert_of(const std::string& title, base::TimePoint now, int number) {
  model::Alert alert;
  alert.id = base::uuid5("alert " + std::to_string(number));
  alert.watch = "sahel";
  alert.reason = "immediate";
  alert.created = now;
  alert.item.id = base::uuid5("item " + std::to_string(number));
  alert.item.feed = "bbc-africa";
  alert.item.feed_title = "BBC News - Africa";
  alert.item.link = "https://example.org/" + std::to_string(number);
  alert.item.title = title;
  alert.item.summary = "Summary of " + title;
  alert.item.first_seen = now;
  alert.excerpt.text = title;
  alert.hits = {{model::Field::title, 0, 5, "Niger"}};
  alert.story.id = base::uuid5("story " + std::to_string(number));
  return alert;
}

}  // namespace

World::World(const std::filesystem::path& database)
    : database_(database),
      ownership_(must(store::Ownership::take(database))),
      writer_(must(store::open_writer(database, ownership_))) {
  const std::vector<std::string> channels = {"hook", "desk"};
  write([&] { writer_->register_channels(channels, clock.now()); });
}

void World::write(const std::function<void()>& work) {
  writer_->transact(work);
}

void World::add_feed(const std::string& id, const std::string& address) {
  const auto held = lock();
  model::Feed feed;
  feed.id = id;
  feed.address = address;
  feeds_.push_back(feed);
  write([&] { (void)writer_->register_feeds(feeds_, clock.now()); });
  addresses_ = api::display_addresses(feeds_);
}

void World::fail_feed(const std::string& id, const std::string& message) {
  const auto held = lock();
  write([&] {
    for (model::FeedState& state :
         writer_->lease_due(clock.now(), clock.now() + base::Seconds(60), 100)) {
      if (state.id == id) {
        state.trouble = {model::Trouble::Kind::http_status, 404, message};
        state.trouble_since = clock.now();
        state.last_attempt = clock.now();
        state.failures = 1;
      }
      store::Batch batch;
      batch.feed = state;
      batch.now = clock.now();
      (void)writer_->commit(batch);
    }
  });
}

std::string World::add_alert(const std::string& title,
                             const std::vector<std::string>& channels,
                             const std::string& recipient) {
  const auto held = lock();
  return add_alert_now(title, channels, recipient);
}

std::string World::add_alert_now(const std::string& title,
                                 const std::vector<std::string>& channels,
                                 const std::string& recipient) {
  const model::Alert alert = alert_of(title, clock.now(), ++alerts_made_);
  store::NewAlert row;
  row.id = alert.id;
  row.story_id = alert.story.id;
  row.watch = alert.watch;
  row.reason = alert.reason;
  row.created = alert.created;
  row.object = alert::to_json(alert);
  for (const std::string& channel : channels) {
    row.deliveries.push_back({alert::idem_key(alert, channel, recipient),
                              channel,
                              recipient,
                              clock.now(),
                              std::nullopt});
  }
  write([&] { writer_->add_alert(row); });
  return row.deliveries.empty() ? std::string() : row.deliveries.front().idem_key;
}

void World::kill_delivery(const std::string& key, const std::string& reason) {
  const auto held = lock();
  write([&] {
    const auto rows =
        writer_->deliveries({.limit = 1, .states = {}, .channel = {}, .idem_key = key});
    const std::string channel = rows.at(0).delivery.channel;
    for (const store::Claim& claim :
         writer_->claim(channel, std::nullopt, clock.now(), clock.now() + base::Seconds(60), 16)) {
      const bool dies = claim.delivery.idem_key == key;
      store::Settlement end;
      end.row = claim.delivery.row;
      end.lease_epoch = claim.delivery.lease_epoch;
      end.state = dies ? model::Delivery::State::dead : model::Delivery::State::pending;
      end.next_at = clock.now();
      end.attempted = dies;
      end.error = dies ? reason : "";
      end.now = clock.now();
      (void)writer_->settle(end);
    }
  });
}

std::optional<model::Delivery> World::delivery(const std::string& key) {
  const auto held = lock();
  const auto rows = writer_->deliveries({.limit = 1, .states = {}, .channel = {}, .idem_key = key});
  return rows.empty() ? std::nullopt : std::optional(rows.front().delivery);
}

api::DaemonStatus World::status() {
  const auto held = lock();
  api::DaemonStatus status;
  status.version = "0.1.0";
  status.pid = ::getpid();
  status.started = noon;
  status.configured = noon;
  status.config_file = "/etc/newswatch/newswatch.yaml";
  status.database = database_.string();
  status.feeds = feeds_.size();
  status.watches = 1;
  status.channels = {"hook", "desk"};
  status.host_name = "watcher.example.org";
  status.atom_titles = {{"hook", "Mine"}};
  status.addresses = addresses_;
  if (!reload_error_.empty()) {
    status.config_ok = false;
    status.config_problems = {reload_error_};
  }
  return status;
}

base::Status World::reload() {
  const auto held = lock();
  if (!reload_error_.empty()) {
    return base::fail(base::Cause::invalid, reload_error_);
  }
  return {};
}

base::Result<std::size_t> World::refresh(std::string_view feed_id) {
  const auto held = lock();
  std::size_t count = 0;
  write([&] { count = writer_->make_due(feed_id, clock.now()); });
  if (count == 0 && !feed_id.empty()) {
    return base::fail(base::Cause::not_found,
                      "no feed has the id \"" + std::string(feed_id) + "\"");
  }
  return count;
}

base::Result<std::vector<std::string>> World::test_channel(std::string_view name) {
  const auto held = lock();
  if (name != "hook" && name != "desk") {
    return base::fail(base::Cause::not_found, "no channel is called \"" + std::string(name) + "\"");
  }
  return std::vector<std::string>{add_alert_now("A test", {std::string(name)}, "")};
}

base::Status World::retry(std::string_view idem_key) {
  const auto held = lock();
  bool found = false;
  write([&] { found = writer_->retry(idem_key, clock.now()); });
  return found ? base::Status() : base::fail(base::Cause::not_found, "no such dead letter");
}

base::Status World::discard(std::string_view idem_key) {
  const auto held = lock();
  bool found = false;
  write([&] { found = writer_->discard(idem_key, clock.now()); });
  return found ? base::Status() : base::fail(base::Cause::not_found, "no such delivery");
}

base::Status World::backup(const std::filesystem::path& file) {
  const auto held = lock();
  return writer_->backup(file);
}

base::Result<std::vector<store::Claim>> World::claim_for_agent(std::string_view user) {
  const auto held = lock();
  std::vector<store::Claim> claims;
  write([&] {
    (void)writer_->add_recipient("desk", user, clock.now());
    claims = writer_->claim("desk", user, clock.now(), clock.now() + base::Seconds(60), 16);
  });
  return claims;
}

base::Status World::settle_for_agent(std::string_view user,
                                     std::string_view idem_key,
                                     bool shown,
                                     std::string_view error) {
  const auto held = lock();
  settled.push_back(std::string(user) + " " + std::string(idem_key) +
                    (shown ? " shown " : " not ") + std::string(error));
  bool taken = false;
  write([&] {
    for (const store::DeliveryRow& row : writer_->deliveries(
             {.limit = 1, .states = {}, .channel = {}, .idem_key = std::string(idem_key)})) {
      store::Settlement end;
      end.row = row.delivery.row;
      end.lease_epoch = row.delivery.lease_epoch;
      end.state = shown ? model::Delivery::State::sent : model::Delivery::State::pending;
      end.next_at = clock.now() + base::Seconds(30);
      end.error = error;
      end.now = clock.now();
      taken = writer_->settle(end);
    }
  });
  return taken ? base::Status() : base::fail(base::Cause::not_found, "no such delivery");
}

Service::Service(World& world,
                 const std::filesystem::path& socket,
                 const std::function<void(api::ServerOptions&)>& change)
    : null_(::open("/dev/null", O_WRONLY | O_CLOEXEC)),
      log_(null_, base::Log::Style::journal, base::Level::debug) {
  api::ServerOptions options;
  options.socket = socket;
  options.open_reader = [&world] { return must(store::open_reader(world.database())); };
  if (change) {
    change(options);
  }
  server_ = must(api::Server::open(std::move(options), world, world.clock, log_));
  thread_ = std::jthread([this] { server_->run(); });
}

Service::~Service() {
  server_->stop();
  thread_.join();
  server_.reset();
  ::close(null_);
}

RawSocket::RawSocket(const std::filesystem::path& socket)
    : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(static_cast<char*>(address.sun_path), socket.c_str(), sizeof(address.sun_path) - 1);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

RawSocket::~RawSocket() {
  ::close(fd_);
}

bool RawSocket::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::string RawSocket::read_all() const {
  return read_until({});
}

std::string RawSocket::read_until(std::string_view end) const {
  std::string all;
  while (all.size() < (1U << 20U) && (end.empty() || all.find(end) == std::string::npos)) {
    pollfd waiting{fd_, POLLIN, 0};
    char piece[4096];
    const ssize_t count =
        ::poll(&waiting, 1, 10'000) == 1 ? ::recv(fd_, piece, sizeof(piece), 0) : 0;
    if (count <= 0) {
      break;
    }
    all.append(piece, static_cast<std::size_t>(count));
  }
  return all;
}

std::string user_name() {
  const passwd* entry =
      ::getpwuid(::getuid());  // NOLINT(concurrency-mt-unsafe): tests call it first
  return entry == nullptr ? std::to_string(::getuid()) : entry->pw_name;
}

}  // namespace support
