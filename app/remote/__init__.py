"""Chat models that somebody else runs: any that LangChain speaks to, over the network.

Importing this loads no provider's package; the first question does.
"""

from app.remote.chat import RemoteChat
from app.remote.faults import RemoteError

__all__ = ["RemoteChat", "RemoteError"]
