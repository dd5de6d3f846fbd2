#include "net/dialling.h"

#include <exception>

#include <sys/socket.h>

namespace net {
namespace {

curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address) noexcept {
  try {
    auto& dialling = *static_cast<Dialling*>(self);
    if (purpose != CURLSOCKTYPE_IPCXN) {
      return CURL_SOCKET_BAD;
    }
    if (auto why = dialling.guard.refusal_to_dial(&address->addr)) {
      dialling.refused = std::move(why);
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  } catch (const std::exception&) {
    return CURL_SOCKET_BAD;  // what cannot be checked is not dialled
  }
}

int before_request(
    void* self, char* remote_ip, char* /*local_ip*/, int remote_port, int /*local_port*/) noexcept {
  try {
    auto& dialling = *static_cast<Dialling*>(self);
    if (auto why = dialling.guard.refusal_to_dial(std::string_view(remote_ip), remote_port)) {
      dialling.refused = std::move(why);
      return CURL_PREREQFUNC_ABORT;
    }
    dialling.refused.reset();  // another address of the host was fit
    return CURL_PREREQFUNC_OK;
  } catch (const std::exception&) {
    return CURL_PREREQFUNC_ABORT;  // what cannot be checked is not asked
  }
}

}  // namespace

void install(Dialling& dialling, Easy& easy) {
  easy.set(CURLOPT_PROTOCOLS_STR, "http,https");
  easy.set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  easy.set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&dialling));
  easy.set(CURLOPT_PREREQFUNCTION, &before_request);
  easy.set(CURLOPT_PREREQDATA, static_cast<void*>(&dialling));
}

}  // namespace net
