// The floor for polling: the same transfers by bare libcurl (multi_socket and epoll, gzip) and a
// bare pugixml parse, on one thread, with nothing stored but validators. What a monitor adds to
// this is its own doing.
//
// poll_floor BASE_URL URL_LIST VALIDATORS: URL_LIST has a path a line; VALIDATORS is read if it is
// there (a warm round) and written at the end. Prints one line of counts; the caller measures.
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <curl/curl.h>
#include <pugixml.hpp>
#include <sys/epoll.h>

namespace {

constexpr std::size_t transfers_at_once = 64;

struct Feed {
  std::string url;
  std::string etag;
  std::string last_modified;
};

struct Transfer {
  CURL* easy = nullptr;
  curl_slist* headers = nullptr;
  Feed* feed = nullptr;
  std::string body;
};

struct Counts {
  std::size_t full = 0;
  std::size_t unchanged = 0;
  std::size_t failed = 0;
  std::size_t items = 0;
};

struct Floor {
  int epoll = -1;
  CURLM* multi = nullptr;
  long timeout_ms = -1;
  std::vector<Feed> feeds;
  std::size_t next = 0;
  Counts counts;
  std::unordered_set<std::string> guids;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  static_cast<Transfer*>(user)->body.append(data, size);
  return size;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  Feed& feed = *static_cast<Transfer*>(user)->feed;
  const std::string_view line(data, size);
  const auto value_after = [&](std::string_view name, std::string& into) {
    if (size > name.size() && strncasecmp(data, name.data(), name.size()) == 0) {
      const std::string_view value = line.substr(name.size());
      const std::size_t begin = value.find_first_not_of(' ');
      into = value.substr(begin, value.find_last_not_of("\r\n") + 1 - begin);
    }
  };
  value_after("etag:", feed.etag);
  value_after("last-modified:", feed.last_modified);
  return size;
}

int on_socket(CURL*, curl_socket_t socket, int what, void* user, void* known) {
  Floor& floor = *static_cast<Floor*>(user);
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(floor.epoll, EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event event{};
  event.data.fd = socket;
  event.events =
      ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
  if (known == nullptr) {
    curl_multi_assign(floor.multi, socket, &floor);
  }
  if (known != nullptr || epoll_ctl(floor.epoll, EPOLL_CTL_ADD, socket, &event) != 0) {
    epoll_ctl(floor.epoll, EPOLL_CTL_MOD, socket, &event);
  }
  return 0;
}

int on_timer(CURLM*, long timeout_ms, void* user) {
  static_cast<Floor*>(user)->timeout_ms = timeout_ms;
  return 0;
}

void parse(Floor& floor, std::string& body) {
  pugi::xml_document document;
  if (!document.load_buffer_inplace(body.data(), body.size(), pugi::parse_default)) {
    ++floor.counts.failed;
    return;
  }
  const pugi::xml_node root = document.document_element();
  const bool atom = std::string_view(root.name()) == "feed";
  const pugi::xml_node parent =
      std::string_view(root.name()) == "rss" ? root.child("channel") : root;
  for (const pugi::xml_node item : parent.children(atom ? "entry" : "item")) {
    ++floor.counts.items;
    const char* guid = item.child_value(atom ? "id" : "guid");
    floor.guids.emplace(*guid != '\0' ? guid : item.child_value("link"));
  }
}

void start(Floor& floor, Transfer& transfer) {
  transfer.feed = &floor.feeds[floor.next++];
  transfer.body.clear();
  curl_slist_free_all(transfer.headers);
  transfer.headers = nullptr;
  if (!transfer.feed->etag.empty()) {
    transfer.headers =
        curl_slist_append(transfer.headers, ("If-None-Match: " + transfer.feed->etag).c_str());
  }
  if (!transfer.feed->last_modified.empty()) {
    transfer.headers = curl_slist_append(
        transfer.headers, ("If-Modified-Since: " + transfer.feed->last_modified).c_str());
  }
  curl_easy_setopt(transfer.easy, CURLOPT_HTTPHEADER, transfer.headers);
  curl_easy_setopt(transfer.easy, CURLOPT_URL, transfer.feed->url.c_str());
  curl_multi_add_handle(floor.multi, transfer.easy);
}

void prepare(Transfer& transfer) {
  transfer.easy = curl_easy_init();
  curl_easy_setopt(transfer.easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(transfer.easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(transfer.easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(transfer.easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(transfer.easy, CURLOPT_PRIVATE, &transfer);
  curl_easy_setopt(transfer.easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(transfer.easy, CURLOPT_USERAGENT, "poll_floor");
  curl_easy_setopt(transfer.easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(transfer.easy, CURLOPT_TIMEOUT, 30L);
}

/// The transfers that ended are counted, parsed, and started anew for the next feeds; how many
/// ended for good.
std::size_t reap(Floor& floor) {
  std::size_t ended = 0;
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(floor.multi, &left)) {
    if (message->msg != CURLMSG_DONE) {
      continue;
    }
    Transfer* transfer = nullptr;
    long status = 0;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
    if (message->data.result != CURLE_OK) {
      ++floor.counts.failed;
    } else if (status == 304) {
      ++floor.counts.unchanged;
    } else {
      ++floor.counts.full;
      parse(floor, transfer->body);
    }
    curl_multi_remove_handle(floor.multi, transfer->easy);
    if (floor.next < floor.feeds.size()) {
      start(floor, *transfer);
    } else {
      ++ended;
    }
  }
  return ended;
}

void run(Floor& floor) {
  std::vector<std::unique_ptr<Transfer>> transfers;
  while (transfers.size() < transfers_at_once && floor.next < floor.feeds.size()) {
    transfers.push_back(std::make_unique<Transfer>());
    prepare(*transfers.back());
    start(floor, *transfers.back());
  }
  std::size_t active = transfers.size();
  std::array<epoll_event, 256> events{};
  int running = 0;
  while (active > 0) {
    const int wait = floor.timeout_ms < 0 ? 1000 : static_cast<int>(floor.timeout_ms);
    const int count = epoll_wait(floor.epoll, events.data(), static_cast<int>(events.size()), wait);
    if (count == 0) {
      floor.timeout_ms = -1;
      curl_multi_socket_action(floor.multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    for (int index = 0; index < count; ++index) {
      const epoll_event& event = events.at(static_cast<std::size_t>(index));
      const int ready =
          ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 ? CURL_CSELECT_IN : 0) |
          ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
      curl_multi_socket_action(floor.multi, event.data.fd, ready, &running);
    }
    active -= reap(floor);
  }
}

void read_feeds(Floor& floor, const std::string& base, const char* list, const char* validators) {
  std::ifstream paths(list);
  for (std::string path; std::getline(paths, path);) {
    floor.feeds.push_back({base + path, {}, {}});
  }
  std::ifstream known(validators);
  std::string line;
  for (std::size_t index = 0; index < floor.feeds.size() && std::getline(known, line); ++index) {
    const std::size_t tab = line.find('\t');
    floor.feeds[index].etag = line.substr(0, tab);
    floor.feeds[index].last_modified = line.substr(tab + 1);
  }
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fputs("usage: poll_floor BASE_URL URL_LIST VALIDATORS\n", stderr);
    return 2;
  }
  curl_global_init(CURL_GLOBAL_ALL);
  Floor floor;
  read_feeds(floor, words[1], words[2], words[3]);
  floor.epoll = epoll_create1(0);
  floor.multi = curl_multi_init();
  curl_multi_setopt(floor.multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(floor.multi, CURLMOPT_SOCKETDATA, &floor);
  curl_multi_setopt(floor.multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(floor.multi, CURLMOPT_TIMERDATA, &floor);
  run(floor);
  std::ofstream known(words[3]);
  for (const Feed& feed : floor.feeds) {
    known << feed.etag << '\t' << feed.last_modified << '\n';
  }
  std::printf("full %zu unchanged %zu failed %zu items %zu\n",
              floor.counts.full,
              floor.counts.unchanged,
              floor.counts.failed,
              floor.counts.items);
  return floor.counts.failed == 0 ? 0 : 1;
}
