"""WeCom's smart robot: over a connection that we hold, or by a URL that WeCom calls."""

from adapters.wecom.robot.by_url import RobotByUrl
from adapters.wecom.robot.robot import Robot

__all__ = ["Robot", "RobotByUrl"]
